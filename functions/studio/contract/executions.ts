import { z } from 'zod';
import type { AuditEntry } from '../../core/audit.ts';
import type { ApprovalRecord, ExecutionRecord, Telling } from '../../core/execution.ts';
import { failure, instant, json, page, paging, plan, pointer } from './common.ts';
import { alert } from './decisions.ts';
import { change, look } from './route.ts';

export const executionStatuses = ['running', 'succeeded', 'failed', 'aborted', 'timed out'] as const;

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('effective'), step: z.string() }),
  z.object({ kind: z.literal('ineffective'), step: z.string() }),
  z.object({ kind: z.literal('unverified') }),
  z.object({ kind: z.literal('nothing to do'), reason: z.string() }),
  z.object({ kind: z.literal('planned') }),
  z.object({ kind: z.literal('denied'), by: z.string(), reason: z.string().optional() }),
  z.object({ kind: z.literal('expired'), step: z.string() }),
]);

export const execution: z.ZodType<Omit<ExecutionRecord, 'notify'>> = z.object({
  execution: z.string(),
  runbook: z.string(),
  digest: z.string(),
  region: z.string(),
  mode: z.enum(['plan', 'approve', 'auto']),
  status: z.enum(executionStatuses),
  outcome: outcome.optional(),
  error: failure.optional(),
  rule: z.string().optional(),
  episode: z.string().optional(),
  alert: z.string().optional(),
  cause: z.union([z.object({ decision: z.string() }), z.object({ person: z.string() })]),
  target: z.string().optional(),
  fence: z.number().optional(),
  params: z.union([pointer, z.record(z.string(), json)]).optional(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  clearedAt: z.string().optional(),
});

/** A step as people see it: what its runner saw, or that it has not begun. */
const step = z.object({
  step: z.string(),
  kind: z.string(),
  status: z.enum(['not begun', 'running', 'succeeded', 'failed']),
  at: z.string().optional(),
  endedAt: z.string().optional(),
  tries: z.number(),
  value: z.union([pointer, json]).optional(),
  holds: z.boolean().optional(),
  error: failure.optional(),
  console: z.string().optional(),
});
export type StepView = z.infer<typeof step>;

/** An ask for approval without its task token, which only the engine may hold. */
export const approval: z.ZodType<Omit<ApprovalRecord, 'token'>> = z.object({
  execution: z.string(),
  step: z.string(),
  plan: plan.optional(),
  quorum: z.number(),
  askedAt: z.string(),
  expiresAt: z.string(),
  reply: z.object({ approved: z.boolean(), by: z.array(z.string()), reason: z.string().optional() }).optional(),
  votes: z.array(z.object({ by: z.string(), approved: z.boolean(), at: z.string(), reason: z.string().optional() })),
});

/** That somebody was told, in one channel. */
const telling: z.ZodType<Telling> = z.object({
  at: z.string(),
  ref: z.string().optional(),
  error: z.string().optional(),
});

/** What a person did to the execution. */
const deed: z.ZodType<AuditEntry> = z.object({
  at: z.string(),
  by: z.string(),
  what: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

const wholeExecution = z.object({
  execution,
  steps: z.array(step),
  approvals: z.array(approval),
  /** By channel. */
  told: z.record(z.string(), telling),
  deeds: z.array(deed),
  alert: alert.optional(),
  decision: z.string().optional(),
});
export type WholeExecution = z.infer<typeof wholeExecution>;

const filter = z.object({
  status: z.enum(executionStatuses).optional(),
  rule: z.string().optional(),
  runbook: z.string().optional(),
  target: z.string().optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...paging,
});
export type ExecutionFilter = z.output<typeof filter>;

export const executions = {
  listExecutions: look('/api/v1/executions', page(execution), filter),
  showExecution: look('/api/v1/executions/:execution', wholeExecution),
  /** The whole result of a step, also one so large that the execution holds only a pointer to it. */
  showResult: look('/api/v1/executions/:execution/steps/:step/result', z.object({ value: json })),
  cancelExecution: change(
    'POST',
    '/api/v1/executions/:execution/cancel',
    z.object({ reason: z.string().max(1000).optional() }),
    z.object({ execution: z.string() }),
  ),
};
