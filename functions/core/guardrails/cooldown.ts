import { guardrail } from './guardrail.ts';

/** Time between two runs of a rule on a target, so that the first has time to help. */
export const cooldown = guardrail('cooldown', ({ rule, execution, target }, known) => {
  if (rule.guard.cooldownSeconds === undefined || !known.cooldown || known.cooldown.execution === execution)
    return { allowed: true };
  const { until } = known.cooldown;
  const on = target === undefined ? '' : ` of ${target}`;
  return { allowed: false, reason: `cooldown${on} until ${until}, after ${known.cooldown.execution}`, until };
});
