import type { Alert } from '../alert.ts';
import type { Verdict } from '../decision.ts';
import type { Switch } from '../live.ts';
import type { Rule } from '../rules/rule.ts';
import type { Facts } from './facts.ts';

/** What a rule is about to do. */
export interface Intent {
  rule: Rule;
  alert: Alert;
  /** Name of the execution that would be started. */
  execution: string;
  /** Id of the decision that is being made: what was done under it before is its own. */
  decision: string;
  /** Of the alert's firing period. */
  episode: string;
  /** ISO: when the alert was received, the first time where it is looked at again. */
  seenAt: string;
  target?: string;
  /** Whether the execution would change the world. */
  remediates: boolean;
}

/** What is known when it is judged. */
export interface Known extends Facts {
  now: Date;
  switches: Switch[];
}

/**
 * A safety condition. One file of one form each, in this folder; `order.ts` lists them. Pure: the same intent and knowledge give
 * the same verdict.
 */
export interface Guardrail {
  name: string;
  judge(intent: Intent, known: Known): Verdict;
}

/** What a guardrail says, without its name. */
export type Answer = { allowed: true; note?: string } | { allowed: false; reason: string; until?: string };

/** Makes a guardrail of its name and its condition. */
export const guardrail = (name: string, judge: (intent: Intent, known: Known) => Answer): Guardrail => ({
  name,
  judge: (intent, known) => ({ guardrail: name, ...judge(intent, known) }),
});
