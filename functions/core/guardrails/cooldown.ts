import { within } from './counts.ts';
import { guardrail } from './guardrail.ts';

/** Time between two runs of a rule on a target, so that the first has time to help. */
export const cooldown = guardrail('cooldown', ({ rule, execution, target }, { counts, now }) => {
  const { cooldownSeconds } = rule.guard;
  if (cooldownSeconds === undefined) return { allowed: true };
  const last = within(counts.onTarget, cooldownSeconds, now, execution).at(-1);
  if (!last) return { allowed: true };
  const until = new Date(Date.parse(last.at) + cooldownSeconds * 1000).toISOString();
  const on = target === undefined ? '' : ` of ${target}`;
  return { allowed: false, reason: `cooldown${on} until ${until}, after ${last.execution}`, until };
});
