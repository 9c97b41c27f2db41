import { TerminalError } from './errors.ts';
import { faults } from './faults.ts';
import type { RunbookValue } from './runbook.ts';
import { everyStep } from './steps.ts';
import type { MachineState, Pointer, StepWorld } from './wire.ts';

/** What every body and condition sees: params, alert, and the results so far under their steps' names. */
export type Given = Record<string, unknown>;

/** True for what stands in a machine's state for a value that was too large for it. */
export const isPointer = (value: unknown): value is Pointer =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === '$pointer';

/**
 * Builds what steps see from a machine's state: params are checked and completed, pointers are followed.
 * @throws TerminalError that names each parameter that is wrong.
 */
export const given = async (runbook: RunbookValue, state: MachineState, world: StepWorld): Promise<Given> => {
  const fetched = async (value: unknown) => (isPointer(value) ? await world.fetch(value) : value);
  const replies = new Map(Object.entries(state.steps ?? {}));
  const [params, alert, ...results] = await Promise.all([
    fetched(state.params),
    fetched(state.alert),
    ...everyStep(runbook).map(async ({ name }) => [name, await fetched(replies.get(name)?.value)] as const),
  ]);
  const parsed = runbook.params.safeParse(params);
  if (!parsed.success) {
    throw new TerminalError(`The parameters do not fit runbook ${runbook.name}: ${faults(parsed.error)}.`);
  }
  const known = results.filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), ...(alert !== undefined && { alert }), params: parsed.data };
};
