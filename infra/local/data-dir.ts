import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The folder given for the world's state cannot be used; the message says why and what to do. */
export class DataDirError extends Error {
  override name = 'DataDirError';
}

/** The folder that a world keeps its state in, held against every other world until `release`. */
export interface DataDir {
  path: string;
  /** A folder inside, made when it is not there. */
  folder(name: string): string;
  /** Writes a file that only its owner may read. */
  keep(name: string, text: string): void;
  read(name: string): string | undefined;
  release(): void;
}

const marker = 'wolfe-data.json';
const format = 1;

const claim = (path: string): DatabaseSync => {
  // SQLite's lock is the system's: it ends with the process, however that ends, so no lock is ever stale.
  const lock = new DatabaseSync(join(path, 'lock.db'));
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch {
    lock.close();
    throw new DataDirError(
      `${path} is in use by another world. Stop that one, or give this one its own with --data DIR.`,
    );
  }
};

/**
 * Opens the state folder, and makes it if need be.
 * @param fresh Throws away what an earlier world left in it.
 * @throws DataDirError when another world uses it, or when it holds something that no world wrote.
 */
export const openDataDir = (at: string, fresh = false): DataDir => {
  const path = resolve(at);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const inside = (name: string) => join(path, name);
  const found = readdirSync(path).filter((name) => !name.startsWith('lock.db'));
  if (found.length > 0 && !found.includes(marker))
    throw new DataDirError(
      `${path} holds files that Wolfe did not write, so it is left alone. Give another --data DIR.`,
    );

  const lock = claim(path);
  if (fresh) for (const name of found) rmSync(inside(name), { recursive: true, force: true });
  if (existsSync(inside(marker))) {
    const written: unknown = JSON.parse(readFileSync(inside(marker), 'utf8')).format;
    if (written !== format) {
      lock.close();
      throw new DataDirError(
        `${path} was written in format ${written}; this is ${format}. Start with --fresh to begin anew.`,
      );
    }
  }
  writeFileSync(inside(marker), JSON.stringify({ format }));

  return {
    path,
    folder(name) {
      mkdirSync(inside(name), { recursive: true, mode: 0o700 });
      return inside(name);
    },
    keep: (name, text) => writeFileSync(inside(name), text, { mode: 0o600 }),
    read: (name) => (existsSync(inside(name)) ? readFileSync(inside(name), 'utf8') : undefined),
    release: () => lock.close(),
  };
};
