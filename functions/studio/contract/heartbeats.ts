import { z } from 'zod';
import type { Heartbeat } from '../../core/heartbeat.ts';
import type { HeartbeatWatch } from '../../core/live.ts';
import { change, look } from './route.ts';

const asked = {
  slack: z.string().min(1).max(100).optional(),
  pagerduty: z.string().min(1).max(100).optional(),
  missed: z.number().min(1).max(1000).default(3),
};

const watch: z.ZodType<HeartbeatWatch> = z.object({ ...asked, missed: z.number(), by: z.string(), at: z.string() });

const heartbeat: z.ZodType<Heartbeat> = z.object({
  identity: z.string(),
  region: z.string(),
  name: z.string(),
  source: z.string(),
  labels: z.record(z.string(), z.string()),
  at: z.string(),
  everySeconds: z.number().optional(),
  missingSince: z.string().optional(),
});

export const heartbeats = {
  /** `watch` is absent until somebody asked to be told. */
  listHeartbeats: look('/api/v1/heartbeats', z.object({ watch: watch.optional(), items: z.array(heartbeat) })),
  watchHeartbeats: change('PUT', '/api/v1/heartbeats', z.object(asked), watch),
};
