import { duration } from '#runbooks/sdk/duration.ts';
import { within } from './counts.ts';
import { guardrail } from './guardrail.ts';
import { roomAt, some } from './limit.ts';

/** How many different targets a rule may change in a while: what is wrong everywhere is not mended target by target. */
export const blastRadius = guardrail('blast radius', ({ rule, execution, target, remediates }, { counts, now }) => {
  const limit = rule.guard.blastRadius;
  if (!limit || !remediates || target === undefined) return { allowed: true };
  const all = within(counts.targets, limit.perSeconds, now, execution);
  const others = all.filter((run) => run.target !== target);
  if (others.length < limit.max || others.length < all.length) return { allowed: true };
  return {
    allowed: false,
    reason: `${rule.name} was to change ${some(others.length, 'other target')} within ${duration(limit.perSeconds)}, at most ${limit.max}`,
    until: roomAt(others, limit),
  };
});
