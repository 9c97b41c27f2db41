import type { Answer } from './guardrail.ts';
import { guardrail } from './guardrail.ts';

/**
 * Seconds that a lock is held after the start and after each step that changes the target. Longer than the longest step, a
 * Lambda's 15 minutes; the execution's end releases it at once, so only a crash lasts as long.
 */
export const leaseSeconds = 1800;

/** The refusal of a lock that another execution has; also for the moment when it is lost between judging and taking it. */
export const heldBy = (target: string, execution: string, until: string): Answer & { allowed: false } => ({
  allowed: false,
  reason: `${target} is locked by ${execution}, until it ends or ${until}`,
  until,
});

/** One execution changes a target at a time, whatever its rule and runbook. */
export const targetLock = guardrail('target lock', ({ execution, target, remediates }, { lock }) => {
  if (!remediates || target === undefined || !lock || lock.execution === execution) return { allowed: true };
  return heldBy(target, lock.execution, lock.until);
});
