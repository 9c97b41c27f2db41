import { runningSeconds, within } from './counts.ts';
import { guardrail } from './guardrail.ts';
import { some } from './limit.ts';

/** How many runs of a rule may be under way at once; one that waits for people is. */
export const concurrency = guardrail('concurrency', ({ rule, execution }, { counts, now }) => {
  const most = rule.guard.concurrency;
  if (most === undefined) return { allowed: true };
  const others = within(counts.running, runningSeconds, now, execution);
  if (others.length < most) return { allowed: true };
  const names = others.slice(0, 3).map((run) => run.execution);
  const rest = others.length > names.length ? ` and ${others.length - names.length} more` : '';
  return {
    allowed: false,
    reason: `at most ${some(most, 'run')} of ${rule.name} at once; not ended: ${names.join(', ')}${rest}`,
  };
});
