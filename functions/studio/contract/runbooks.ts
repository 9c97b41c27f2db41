import { z } from 'zod';
import type { Manifest } from '#runbooks/sdk/wire.ts';
import { json } from './common.ts';
import { execution } from './executions.ts';
import { change, look } from './route.ts';

const manifest: z.ZodType<Manifest> = z.object({
  runbook: z.string(),
  summary: z.string(),
  owner: z.string(),
  params: z.record(z.string(), json),
  target: z.string().nullable(),
  systems: z.array(
    z.object({
      name: z.string(),
      permissions: z.array(
        z.object({ actions: z.array(z.string()), resources: z.array(z.string()), reason: z.string().optional() }),
      ),
      secret: z.boolean(),
    }),
  ),
  steps: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      timeoutSeconds: z.number().optional(),
      retry: z.number().optional(),
      seconds: z.number().optional(),
    }),
  ),
  prose: z.string(),
});

const release = z.object({ digest: z.string(), releasedAt: z.string(), by: z.string() });

const listed = z.object({
  runbook: z.string(),
  summary: z.string(),
  owner: z.string(),
  target: z.string().nullable(),
  /** Whether it changes the world. */
  remediates: z.boolean(),
  release,
});

const whole = z.object({
  manifest,
  release,
  /** Newest first. */
  versions: z.array(z.object({ digest: z.string(), publishedAt: z.string(), by: z.string() })),
  lastRuns: z.array(execution),
});
export type WholeRunbook = z.infer<typeof whole>;

export const runbooks = {
  listRunbooks: look('/api/v1/runbooks', z.object({ items: z.array(listed) })),
  showRunbook: look('/api/v1/runbooks/:runbook', whole),
  runRunbook: change(
    'POST',
    '/api/v1/runbooks/:runbook/runs',
    z.object({
      params: z.record(z.string(), json),
      /** `plan` runs the diagnose steps and shows what would be done. */
      mode: z.enum(['plan', 'auto']),
      /** Of the caller's making; the same key never starts a second run. */
      idempotencyKey: z.string().min(8).max(200),
    }),
    z.object({
      execution: z.string(),
      digest: z.string(),
      target: z.string().optional(),
      /** False when the same key had started it before. */
      started: z.boolean(),
    }),
  ),
};
