import { guardrail } from './guardrail.ts';

/** One remedy at a time: no second rule changes the same target for the same episode, unless it says `continue: true`. */
export const oneRemedy = guardrail('one remedy', ({ rule, execution, target, remediates }, { started }) => {
  if (!remediates || rule.continue) return { allowed: true };
  const other = started.find((each) => each.remediates && each.execution !== execution && each.target === target);
  if (!other) return { allowed: true };
  const on = target === undefined ? 'this alert' : target;
  return {
    allowed: false,
    reason: `${other.execution} already remedies ${on} in this episode; continue: true would let this rule act as well`,
  };
});
