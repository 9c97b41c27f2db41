import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Ended, RunRequest } from './wire.ts';

/** What the agent must not forget: which keys were begun and how they ended, and the highest fencing token of each target. */
export interface Records {
  /** What is known of a key; `other` when it was given to a different request. */
  find(key: string, request: string): 'new' | 'begun' | 'other' | Ended;
  /** To be called before the script starts. */
  begin(key: string, request: string): void;
  end(key: string, ended: Ended): void;
  /** The script changed nothing: the key is free again. */
  forget(key: string): void;
  /** Raises the target's token to this one; the answer is the highest that was seen. */
  raise(target: string, token: number): number;
  close(): void;
}

const keepDays = 30;

/**
 * Records in an SQLite file, on disk before a call returns: an agent that is killed knows after its restart what it began.
 * Finished keys are kept for 30 days, longer than an execution may live; unfinished ones until a person removes them.
 * @throws Error when another agent uses the folder.
 */
export const openRecords = (folder: string, now: () => Date): Records => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = opened(folder);
  db.exec(`
    CREATE TABLE IF NOT EXISTS runs (key TEXT PRIMARY KEY, request TEXT NOT NULL, begun TEXT NOT NULL, ended TEXT);
    CREATE TABLE IF NOT EXISTS fences (target TEXT PRIMARY KEY, token INTEGER NOT NULL);
  `);
  const select = db.prepare('SELECT request, ended FROM runs WHERE key = ?');
  const insert = db.prepare('INSERT INTO runs (key, request, begun) VALUES (?, ?, ?)');
  const update = db.prepare('UPDATE runs SET ended = ? WHERE key = ?');
  const remove = db.prepare('DELETE FROM runs WHERE key = ?');
  const prune = db.prepare('DELETE FROM runs WHERE ended IS NOT NULL AND begun < ?');
  const raise = db.prepare(`
    INSERT INTO fences VALUES (?, ?) ON CONFLICT DO UPDATE SET token = max(token, excluded.token) RETURNING token
  `);

  return {
    find(key, request) {
      const row = select.get(key) as { request: string; ended: string | null } | undefined;
      if (row === undefined) return 'new';
      if (row.request !== request) return 'other';
      return row.ended === null ? 'begun' : (JSON.parse(row.ended) as Ended);
    },
    begin(key, request) {
      const at = now();
      prune.run(new Date(at.getTime() - keepDays * 86_400_000).toISOString());
      insert.run(key, request, at.toISOString());
    },
    end: (key, ended) => void update.run(JSON.stringify(ended), key),
    forget: (key) => void remove.run(key),
    raise: (target, token) => (raise.get(target, token) as { token: number }).token,
    close: () => db.close(),
  };
};

/** Opens the file for this process alone; the lock is the system's and ends with the process, however that ends. */
const opened = (folder: string): DatabaseSync => {
  const db = new DatabaseSync(join(folder, 'bolt.db'));
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE; COMMIT');
    return db;
  } catch (error) {
    db.close();
    throw new Error(`${folder} cannot be used: ${(error as Error).message}. Does another agent use it?`);
  }
};

/** Tells requests under one key apart by what they would do; how long a caller waits is not part of that. */
export const fingerprint = (script: string, { args }: RunRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([script, Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('hex');
