import { z } from 'zod';
import type { Alert } from '../../core/alert.ts';
import { type Decision, decisionKinds, type RuleDecision, type Verdict } from '../../core/decision.ts';
import { modes } from '../../core/rules/rule.ts';
import type { Unmatched } from '../../core/rules/unmatched.ts';
import { instant, lately, page, paging } from './common.ts';
import { look } from './route.ts';

const texts = z.record(z.string(), z.string());

export const alert: z.ZodType<Alert> = z.object({
  name: z.string(),
  status: z.enum(['firing', 'resolved', 'acknowledged', 'unknown', 'event', 'merged']),
  severity: z.string().optional(),
  labels: texts,
  annotations: texts,
  source: z.string(),
  instance: z.string().optional(),
  startsAt: z.string(),
  endsAt: z.string().optional(),
  fingerprint: z.string(),
  url: z.string().optional(),
  rawStatus: z.string().optional(),
  flags: z.array(z.string()).optional(),
});

const verdict: z.ZodType<Verdict> = z.discriminatedUnion('allowed', [
  z.object({ guardrail: z.string(), allowed: z.literal(true), note: z.string().optional() }),
  z.object({ guardrail: z.string(), allowed: z.literal(false), reason: z.string(), until: z.string().optional() }),
]);

const ruleDecision: z.ZodType<RuleDecision> = z.object({
  rule: z.string(),
  runbook: z.string(),
  mode: z.enum(modes),
  verdicts: z.array(verdict),
  result: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('started'), execution: z.string(), digest: z.string() }),
    z.object({
      kind: z.literal('refused'),
      guardrail: z.string(),
      reason: z.string(),
      until: z.string().optional(),
    }),
    z.object({ kind: z.literal('duplicate'), execution: z.string(), of: z.string().optional() }),
    z.object({ kind: z.literal('shadow'), execution: z.string() }),
    z.object({ kind: z.literal('invalid'), reason: z.string() }),
  ]),
  params: z.record(z.string(), z.unknown()).optional(),
  target: z.string().optional(),
});

export const decision: z.ZodType<Decision> = z.object({
  id: z.string(),
  kind: z.enum(decisionKinds),
  receivedAt: z.string(),
  seenAt: z.string().optional(),
  decidedAt: z.string(),
  region: z.string(),
  alert: alert.optional(),
  episode: z.string().optional(),
  reason: z.string(),
  rules: z.array(ruleDecision),
  ruleSet: z.number(),
  message: z.object({ id: z.string(), index: z.number() }),
});

const filter = z.object({
  kind: z.enum(decisionKinds).optional(),
  rule: z.string().optional(),
  /** The alert's name. */
  alert: z.string().optional(),
  /** The queue's message that it came in, as `POST alerts` answers it. */
  message: z.string().optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...paging,
});
export type DecisionFilter = z.output<typeof filter>;

const unmatched: z.ZodType<Unmatched> = z.object({
  name: z.string(),
  alerts: z.number(),
  things: z.number(),
  episodes: z.number(),
  sources: z.array(z.string()),
  firstAt: z.string(),
  lastAt: z.string(),
  decision: z.string(),
});

export const decisions = {
  listDecisions: look('/api/v1/decisions', page(decision), filter),
  /** Alerts that no rule matches, by name: what to automate next. Before the route of one decision, whose path it would fit. */
  listUnmatched: look('/api/v1/decisions/unmatched', lately(unmatched), z.object({ since: instant.optional() })),
  showDecision: look('/api/v1/decisions/:decision', decision),
};
