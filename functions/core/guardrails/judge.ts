import type { Refusal, Verdict } from '../decision.ts';
import type { Intent, Known } from './guardrail.ts';
import { order } from './order.ts';

/** Asks the guardrails in their order, up to the first that refuses; that one is the last of the verdicts. */
export const judge = (intent: Intent, known: Known, guardrails = order): Verdict[] => {
  const verdicts: Verdict[] = [];
  for (const guardrail of guardrails) {
    const verdict = guardrail.judge(intent, known);
    verdicts.push(verdict);
    if (!verdict.allowed) break;
  }
  return verdicts;
};

/** The verdict that stopped it, if one did. */
export const refusalOf = (verdicts: readonly Verdict[]): Refusal | undefined => {
  const last = verdicts.at(-1);
  return last?.allowed === false ? last : undefined;
};
