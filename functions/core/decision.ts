import type { Alert } from './alert.ts';
import type { Mode } from './rules/rule.ts';

/** A guardrail's answer. Refusals are verdicts, not errors. */
export type Verdict =
  | { guardrail: string; allowed: true; note?: string }
  | {
      guardrail: string;
      allowed: false;
      reason: string /** ISO: when it would be allowed, where that can be said. */;
      until?: string;
    };
export type Refusal = Verdict & { allowed: false };

/** What became of one rule that matched. */
export interface RuleDecision {
  rule: string;
  runbook: string;
  mode: Mode;
  /** Every guardrail asked, in order; the first refusal is the last entry. */
  verdicts: Verdict[];
  result:
    | { kind: 'started'; execution: string; digest: string }
    | { kind: 'refused'; guardrail: string; reason: string; until?: string }
    | { kind: 'duplicate'; execution: string; of?: string }
    | { kind: 'shadow'; execution: string }
    | { kind: 'invalid'; reason: string };
  params?: Record<string, unknown>;
  target?: string;
}

/** What the whole alert came to: the most that any of its rules came to. */
export const decisionKinds = [
  'started',
  'shadow',
  'duplicate',
  'refused',
  'invalid',
  'resolved',
  'unmatched',
  'set aside',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** The record kept for each alert received: why something ran, or why nothing did. */
export interface Decision {
  /** `<receivedAt compact>-<hash of message id and index>`: the same when a message is delivered again. */
  id: string;
  kind: DecisionKind;
  /** ISO. */
  receivedAt: string;
  /** ISO: when the alert itself was received, if a rule held it and looks at it again now. */
  seenAt?: string;
  decidedAt: string;
  region: string;
  /** Absent when the body held no alert. */
  alert?: Alert;
  episode?: string;
  /** Why, in one sentence a person can read. */
  reason: string;
  rules: RuleDecision[];
  /** Version of the rule set that was asked. */
  ruleSet: number;
  /** SQS message and index in its batch. */
  message: { id: string; index: number };
}
