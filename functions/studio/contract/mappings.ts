import { z } from 'zod';
import type { AppliedMapping } from '../../core/live.ts';
import { change, look } from './route.ts';
import { ruleFile } from './rules.ts';

/** A mapping as it is live. Only its form is told here; what its expressions may be is checked by the server, which runs them. */
const applied = z.object({
  mapping: z.looseObject({ source: z.string() }) as unknown as z.ZodType<AppliedMapping['mapping']>,
  by: z.string(),
  at: z.string(),
}) satisfies z.ZodType<AppliedMapping>;

export const mappings = {
  listMappings: look('/api/v1/mappings', z.object({ items: z.array(applied) })),
  applyMappings: change(
    'POST',
    '/api/v1/mappings/apply',
    /** Those in it are added or replaced; others stay. */
    z.object({ file: ruleFile }),
    z.object({ items: z.array(applied) }),
  ),
  removeMapping: change(
    'POST',
    '/api/v1/mappings/remove',
    z.object({ source: z.string().min(1).max(64) }),
    z.object({ source: z.string() }),
  ),
};
