import { z } from 'zod';
import type { Switch } from '../../core/live.ts';
import { change, look } from './route.ts';

const name = z.string().min(1).max(512);

export const scope: z.ZodType<Switch['scope']> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.enum(['rule', 'runbook', 'target']), name }),
]);

const state: z.ZodType<Switch> = z.object({
  scope,
  off: z.boolean(),
  by: z.string(),
  at: z.string(),
  reason: z.string().optional(),
});

export const switches = {
  listSwitches: look('/api/v1/switches', z.object({ items: z.array(state) })),
  setSwitch: change(
    'PUT',
    '/api/v1/switches',
    z.object({ scope, off: z.boolean(), reason: z.string().max(1000).optional() }),
    state,
  ),
};
