import { TerminalError } from './errors.ts';
import { faults } from './faults.ts';
import type { RunbookValue } from './runbook.ts';
import type { AnySystem } from './system.ts';
import type { MachineState, StepWorld } from './wire.ts';

/** Clients of a runbook's systems, by the name that steps see. */
export type Clients = Record<string, object>;

/**
 * Connects all systems of a runbook, so that one without its secret fails before anything was done.
 * @throws TerminalError that names the system and what its secret lacks, never what the secret holds.
 */
export const connect = async (runbook: RunbookValue, state: MachineState, world: StepWorld): Promise<Clients> => {
  const { signal, idempotencyKey } = world;
  const { target, fence } = state;
  const wiring = {
    signal,
    idempotencyKey,
    ...(target !== undefined && { target }),
    ...(fence !== undefined && { fence }),
  };
  const connected = Object.entries(runbook.systems).map(async ([name, system]) => {
    const secret = system.secret ? await checkedSecret(system, world) : undefined;
    return [name, system.connect({ ...wiring, secret })] as const;
  });
  return Object.fromEntries(await Promise.all(connected));
};

const checkedSecret = async (system: AnySystem, world: StepWorld): Promise<unknown> => {
  const parsed = system.secret!.safeParse(await world.secret(system.name));
  if (parsed.success) return parsed.data;
  throw new TerminalError(`The secret of system “${system.name}” is not as it should be: ${faults(parsed.error)}.`);
};

/** Clients with only the verbs that read: diagnose, verify and until steps must be safe in every mode. */
export const readOnly = (runbook: RunbookValue, clients: Clients, step: string): Clients =>
  replaced(runbook, clients, (system, verb, call) => {
    if (system.reads.includes(verb)) return call;
    return () => {
      throw new TerminalError(
        `Step “${step}” may only read, and ${system.name}.${verb} may change something: use a remediate step for it.`,
      );
    };
  });

type Call = (...args: unknown[]) => unknown;

/** Clients whose verbs are replaced one by one, as they are looked up. */
export const replaced = (
  runbook: RunbookValue,
  clients: Clients,
  replace: (system: AnySystem, verb: string, call: Call) => Call,
): Clients => {
  const one = (client: object, system: AnySystem) =>
    new Proxy(client, {
      get: (target, verb) => {
        const member: unknown = Reflect.get(target, verb);
        return typeof verb === 'string' && typeof member === 'function'
          ? replace(system, verb, member.bind(target))
          : member;
      },
    });
  return Object.fromEntries(
    Object.entries(clients).map(([name, client]) => [name, one(client, runbook.systems[name]!)]),
  );
};
