import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '#runbooks/sdk/wire.ts';

/** How an execution ended. */
export interface Ending {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  output?: string;
  error?: string;
  cause?: string;
  /** Epoch milliseconds, as everywhere in the journal. */
  at: number;
}

/** First line of a journal: all that is needed to run the execution again from its start. */
export interface Beginning {
  name: string;
  machine: string;
  arn: string;
  machineArn: string;
  versionArn?: string;
  aliasArn?: string;
  definition: string;
  input: string;
  at: number;
  /** Random; what the marks in this execution's task inputs are made of. */
  seal: string;
}

/** What is written of an execution, in order. A visit is one attempt at one Task state. */
export type Entry =
  | { kind: 'begin'; begin: Beginning }
  | {
      kind: 'visit';
      visit: number;
      state: string;
      hash: string;
      at: number;
      entered: number;
      retry: number;
      token?: string;
    }
  | { kind: 'called'; visit: number }
  | { kind: 'result'; visit: number; at: number; value: Json }
  | { kind: 'error'; visit: number; at: number; error: string; cause: string }
  | { kind: 'wait'; state: string; at: number }
  | { kind: 'end'; end: Ending };

/** The journal of one execution. */
export interface Journal {
  entries: Entry[];
  append(entry: Entry): void;
  /** Files it with the closed ones: its ending was told. */
  shelve(): void;
}

const read = (path: string): Entry[] => {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as Entry];
    } catch {
      // The line that was being written when the world was killed: what it told of never counted.
      return [];
    }
  });
};

/**
 * Journals of a folder, a file each: open ones are resumed at the next start, closed ones only answer questions. A file's name is
 * the machine's and the execution's, so a name can be used once only, whatever its status.
 */
export const journals = (folder: string) => {
  const open = join(folder, 'open');
  const closed = join(folder, 'closed');
  for (const at of [open, closed]) mkdirSync(at, { recursive: true });
  const fileOf = (machine: string, name: string) => `${encodeURIComponent(machine)}~${encodeURIComponent(name)}.jsonl`;

  const journal = (file: string): Journal => {
    const path = join(open, file);
    const entries = existsSync(path) ? read(path) : [];
    // A line torn by a kill must not swallow the next.
    if (entries.length > 0) appendFileSync(path, '\n');
    return {
      entries,
      append(entry) {
        entries.push(entry);
        appendFileSync(path, `${JSON.stringify(entry)}\n`);
      },
      shelve: () => renameSync(path, join(closed, file)),
    };
  };

  return {
    create: (machine: string, name: string): Journal => journal(fileOf(machine, name)),
    /** Journals of executions whose end has not been told yet. */
    unfinished: (): Journal[] => readdirSync(open).map(journal),
    /** Entries of a shelved execution. */
    closed(machine: string, name: string): Entry[] | undefined {
      const path = join(closed, fileOf(machine, name));
      return existsSync(path) ? read(path) : undefined;
    },
    /** Names of a machine's shelved executions. */
    closedOf: (machine: string): string[] =>
      readdirSync(closed)
        .filter((file) => file.startsWith(`${encodeURIComponent(machine)}~`))
        .map((file) => decodeURIComponent(file.slice(file.indexOf('~') + 1, -'.jsonl'.length))),
  };
};
export type Journals = ReturnType<typeof journals>;
