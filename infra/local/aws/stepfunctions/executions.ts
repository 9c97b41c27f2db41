import { randomUUID } from 'node:crypto';
import type { Json } from '#runbooks/sdk/wire.ts';
import { ServiceError } from '../json-service.ts';
import type { Beginning, Ending, Entry, Journal, Journals } from './journal.ts';
import { tooLarge } from './limits.ts';
import type { Machines } from './machines.ts';
import { type Run, run } from './run.ts';
import { statusChange } from './status-change.ts';
import type { RunWorld } from './task.ts';

/** One execution as it stands. */
export interface Execution {
  begin: Beginning;
  end?: Ending;
  entries: Entry[];
}

/** What executions need from around them. */
export interface ExecutionsWorld extends RunWorld {
  /** Brings a status change to whoever listens; may be called again with the same event until it succeeds. */
  tell(event: Json): Promise<void>;
}

const executionOf = (entries: Entry[]): Execution | undefined => {
  const [first] = entries;
  if (first?.kind !== 'begin') return undefined;
  const last = entries.find((entry) => entry.kind === 'end');
  return { begin: first.begin, entries, ...(last ? { end: last.end } : {}) };
};

const checkInput = (input: string): void => {
  if (tooLarge(input)) throw new ServiceError('InvalidExecutionInput', 'Invalid execution input: over 262144 bytes.');
  try {
    JSON.parse(input);
  } catch (error) {
    throw new ServiceError('InvalidExecutionInput', `Invalid execution input: ${(error as Error).message}`);
  }
};

/** Starts, stops and remembers executions; `resume` goes on with those that an earlier world left. */
export const executions = (machines: Machines, journals: Journals, world: ExecutionsWorld) => {
  /** Those whose end has not been told. */
  const open = new Map<string, { execution: Execution; journal: Journal; run?: Run }>();
  const key = (machine: string, name: string) => `${machine}:${name}`;

  const told = async (of: { execution: Execution; journal: Journal }): Promise<void> => {
    const { begin, end } = of.execution;
    await world.tell(statusChange(begin, end!));
    of.journal.shelve();
    open.delete(key(begin.machine, begin.name));
  };
  const follow = (journal: Journal, execution: Execution): void => {
    const current = { execution, journal, run: run(execution.begin, journal, world) };
    open.set(key(execution.begin.machine, execution.begin.name), current);
    void current.run.ended.then((end) => {
      execution.end = end;
      return told(current);
    });
  };

  const find = (machine: string, name: string): Execution | undefined => {
    const current = open.get(key(machine, name));
    if (current) return current.execution;
    const entries = journals.closed(machine, name);
    return entries && executionOf(entries);
  };
  const locate = (arn: string): { machine: string; name: string } => {
    const [, , service, , , kind, machine = '', name = ''] = String(arn).split(':');
    if (service !== 'states' || kind !== 'execution') throw new ServiceError('InvalidArn', `Invalid Arn: '${arn}'`);
    return { machine, name };
  };
  const get = (arn: string): Execution => {
    const { machine, name } = locate(arn);
    const execution = find(machine, name);
    if (!execution) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };

  return {
    get,
    start(of: string, name: string = randomUUID(), input = '{}'): Beginning {
      if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/.test(name))
        throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
      checkInput(input);
      const { machine, definition, versionArn, aliasArn } = machines.startable(of, name);
      const existing = find(machine.name, name);
      // The same request again is answered the same while it runs; afterwards its name stays taken.
      if (existing && !existing.end && existing.begin.input === input) return existing.begin;
      const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
      if (existing) throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      const begin = {
        name,
        machine: machine.name,
        arn,
        machineArn: machine.arn,
        ...(versionArn ? { versionArn } : {}),
        ...(aliasArn ? { aliasArn } : {}),
        definition,
        input,
        at: world.now(),
        seal: randomUUID(),
      };
      const journal = journals.create(machine.name, name);
      journal.append({ kind: 'begin', begin });
      follow(journal, { begin, entries: journal.entries });
      return begin;
    },
    /** Ends a running one as aborted; of one that has ended it only tells when. */
    stop(arn: string, error?: string, cause?: string): Ending {
      const execution = get(arn);
      const { machine, name } = locate(arn);
      return execution.end ?? open.get(key(machine, name))!.run!.stop(error, cause);
    },
    /** Newest first. */
    list(machine: string, status?: string): Execution[] {
      const running = [...open.values()]
        .map(({ execution }) => execution)
        .filter(({ begin }) => begin.machine === machine);
      const closed = journals.closedOf(machine).flatMap((name) => find(machine, name) ?? []);
      return [...running, ...closed]
        .filter(({ end }) => !status || (end?.status ?? 'RUNNING') === status)
        .sort((a, b) => b.begin.at - a.begin.at);
    },
    /** Goes on with what an earlier world left: runs what was running, tells what was not told. */
    resume(): { running: string[]; untold: string[] } {
      const resumed = { running: [] as string[], untold: [] as string[] };
      for (const journal of journals.unfinished()) {
        const execution = executionOf(journal.entries);
        if (!execution) {
          // Killed before its first line was whole: its start was never answered.
          journal.shelve();
        } else if (open.has(key(execution.begin.machine, execution.begin.name))) {
          // It was started by this world, before it came to look at what others left.
        } else if (execution.end) {
          const current = { execution, journal };
          open.set(key(execution.begin.machine, execution.begin.name), current);
          resumed.untold.push(execution.begin.name);
          void told(current);
        } else {
          resumed.running.push(execution.begin.name);
          follow(journal, execution);
        }
      }
      return resumed;
    },
    /** Leaves all that runs as it is, for a later world. */
    abandon(): void {
      for (const { run } of open.values()) run?.abandon();
    },
  };
};
export type Executions = ReturnType<typeof executions>;
