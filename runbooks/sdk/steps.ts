import { duration, seconds } from './duration.ts';
import type { RunbookValue, Step } from './runbook.ts';
import type { Outcome } from './wire.ts';

/** The limit of a Lambda, and so of one attempt at a step. */
export const longestAttemptSeconds = 900;

/** What an attempt has unless its step says otherwise. */
export const attemptSeconds = 60;

/** Every step that a runbook can come to, in order; the one for failures last. */
export const everyStep = (runbook: RunbookValue): Step[] => [
  ...runbook.steps,
  ...(runbook.failure ? [runbook.failure] : []),
];

/** How long one attempt of a step may take; a poll of an `until` has the usual time, since its timeout is over all polls. */
export const timeoutSeconds = (step: Step): number =>
  'timeout' in step && step.kind !== 'until' && step.timeout ? seconds(step.timeout) : attemptSeconds;

/** How often a step is tried again after a RetryableError: twice, unless it changes the world or says otherwise. */
export const retries = (step: Step): number =>
  ('retry' in step ? step.retry : undefined) ?? (step.kind === 'remediate' || step.kind === 'onFailure' ? 0 : 2);

/** How people are asked, with what is usual filled in. */
export const asking = (ask: { quorum?: number; expires?: string } = {}): { quorum: number; seconds: number } => ({
  quorum: ask.quorum ?? 1,
  seconds: seconds(ask.expires ?? '1h'),
});

/** The first step that acts or asks: up to here a run only reads, and here it is decided how far it may go. */
export const gateOf = (runbook: RunbookValue): Step | undefined =>
  runbook.steps.find(({ kind }) => kind === 'remediate' || kind === 'approve');

/** How a run that came to its last step has ended. */
export const endOf = (runbook: RunbookValue): Outcome => {
  const verified = runbook.steps.findLast(({ kind }) => kind === 'verify');
  if (verified) return { kind: 'effective', step: verified.name };
  if (runbook.steps.some(({ kind }) => kind === 'remediate')) return { kind: 'unverified' };
  return { kind: 'nothing to do', reason: 'the runbook only diagnoses' };
};

/** What is told of an `until` whose condition never held. */
export const timedOut = (step: Step & { kind: 'until' }) => ({
  Error: 'TimedOut',
  Cause: `“${step.name}” did not come true within ${duration(seconds(step.timeout))}.`,
});
