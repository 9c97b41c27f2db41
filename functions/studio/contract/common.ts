import { z } from 'zod';
import type { Json, Plan, Pointer } from '#runbooks/sdk/wire.ts';

/** Shapes that several nouns share. */
export const json = z.json() as z.ZodType<Json>;

/** A moment as the records have it: ISO 8601, UTC. */
export const instant = z.iso.datetime({ offset: true });

export const pointer: z.ZodType<Pointer> = z.object({
  $pointer: z.object({ key: z.string(), bytes: z.number(), sha256: z.string() }),
});

/** Why something failed, as the machine has it. */
export const failure = z.object({ name: z.string(), cause: z.string() });

export const plan: z.ZodType<Plan> = z.object({
  digest: z.string(),
  steps: z.array(
    z.object({
      step: z.string(),
      kind: z.enum(['remediate', 'wait', 'verify', 'until', 'approve']),
      calls: z.array(z.object({ system: z.string(), verb: z.string(), args: z.array(json) })),
      open: z.string().optional(),
    }),
  ),
});

/** How many, and from where on: what every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
};

/** One page of a list, newest first. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), /** Give it back to get the next page. */ cursor: z.string().optional() });

/** What the decisions of some time come to; a week, unless it is asked otherwise. */
export const lately = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    /** How many decisions were looked over. */
    decisions: z.number(),
    /** ISO: how far back they go. */
    since: z.string(),
    /** There are more decisions than one answer looks over; it goes less far back than was asked. */
    truncated: z.boolean(),
  });

/** The one shape of everything that is not an answer. */
export const problem = z.object({
  error: z.object({
    /** Stable, for programs. */
    code: z.string(),
    message: z.string(),
    /** What to do about it. */
    cure: z.string(),
    /** All that was wrong, where there is more than one thing. */
    faults: z.array(z.looseObject({ path: z.string(), problem: z.string(), cure: z.string().optional() })).optional(),
  }),
});
export type Problem = z.infer<typeof problem>['error'];
