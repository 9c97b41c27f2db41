import * as z from 'zod';
import type { RunbookValue } from './runbook.ts';
import type { Json } from './wire.ts';

/**
 * The parameters of a runbook as JSON Schema (2020-12), as a rule or a person gives them: those with a default are optional,
 * and a name that is not there is a mistake unless the schema is loose.
 * @throws Error when a parameter has no JSON form, such as a date.
 */
export const paramsSchema = (runbook: RunbookValue): Record<string, Json> => {
  const schema = z.toJSONSchema(runbook.params, { io: 'input' }) as Record<string, Json>;
  return { additionalProperties: false, ...schema };
};
