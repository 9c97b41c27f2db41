import { duration } from '#runbooks/sdk/duration.ts';
import { within } from './counts.ts';
import { guardrail } from './guardrail.ts';
import { roomAt, some } from './limit.ts';

/** How often a rule may run at all: a storm of alerts is no reason for a storm of runs. */
export const rate = guardrail('rate', ({ rule, execution }, { counts, now }) => {
  const limit = rule.guard.rate;
  if (!limit) return { allowed: true };
  const runs = within(counts.ofRule, limit.perSeconds, now, execution);
  if (runs.length < limit.max) return { allowed: true };
  return {
    allowed: false,
    reason: `${rule.name} had ${some(runs.length, 'run')} within ${duration(limit.perSeconds)}, at most ${limit.max}`,
    until: roomAt(runs, limit),
  };
});
