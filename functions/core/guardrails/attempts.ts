import { duration } from '#runbooks/sdk/duration.ts';
import { within } from './counts.ts';
import { guardrail } from './guardrail.ts';
import { roomAt, some } from './limit.ts';

/** After so many runs on one target it is for people to look at: repeating what did not help hides the cause. */
export const attempts = guardrail('attempts', ({ rule, execution, target }, { counts, now }) => {
  const limit = rule.guard.attempts;
  if (!limit) return { allowed: true };
  const runs = within(counts.onTarget, limit.perSeconds, now, execution);
  if (runs.length < limit.max) return { allowed: true };
  const until = roomAt(runs, limit);
  const on = target === undefined ? '' : ` on ${target}`;
  return {
    allowed: false,
    reason: `${rule.name} had ${some(runs.length, 'run')}${on} within ${duration(limit.perSeconds)}, at most ${limit.max}; somebody must look at it`,
    until,
  };
});
