import type { StepReply } from '#runbooks/sdk/wire.ts';
import type { Items } from './items.ts';

/** `unknown`: the step was begun before and nothing tells whether its effect happened. */
export type BeginReply = 'begun' | { repeat: StepReply } | 'unknown';

/** Seconds: as long as a standard execution may last, and the 35 days that AWS allows to redrive it. */
const life = 400 * 86_400;

const stepKey = (execution: string, step: string, visit: string): string =>
  `step#${JSON.stringify([execution, step, visit])}`;

/** Marks around a step that changes the world, so that a repeat of its Lambda call does not change it twice. */
export const steps = (items: Items) => ({
  /**
   * Marks a step as begun, or tells how an earlier call of the same visit ended.
   * @param visit what tells one passage through the state from another, e.g. the time it was entered.
   */
  async beginStep(execution: string, step: string, visit: string): Promise<BeginReply> {
    const pk = stepKey(execution, step, visit);
    const begun = await items.put(
      { pk, expires: items.expiry(life) },
      { when: 'attribute_not_exists(pk) OR expires <= :now' },
    );
    if (begun) return 'begun';
    const reply = (await items.get(pk))?.reply as string | undefined;
    return reply === undefined ? 'unknown' : { repeat: JSON.parse(reply) as StepReply };
  },

  /** Keeps what the step answered, for its repeats. */
  async endStep(execution: string, step: string, visit: string, reply: StepReply): Promise<void> {
    await items.put({
      pk: stepKey(execution, step, visit),
      // As text: labels and results may hold keys that are no good attribute names.
      reply: JSON.stringify(reply),
      expires: items.expiry(life),
    });
  },

  /** Takes the mark away after an error that promises that repeating is safe. */
  async abandonStep(execution: string, step: string, visit: string): Promise<void> {
    await items.remove(stepKey(execution, step, visit), { when: 'attribute_not_exists(reply)' });
  },
});
