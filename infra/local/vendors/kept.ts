import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a stand-in remembers; in a file when it has one, so that it survives a restart of the local world. */
export interface Kept<T> {
  value: T;
  /** To be called after a change and before it is answered. */
  save(): void;
  /** Back to the beginning. */
  reset(): void;
}

/** @param file Where to keep it; nowhere when absent. */
export const keep = <T>(file: string | undefined, beginning: () => T): Kept<T> => {
  const kept: Kept<T> = {
    value: file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : beginning(),
    save() {
      if (!file) return;
      mkdirSync(dirname(file), { recursive: true });
      // A rename is all or nothing: a world killed here finds the state before or after, never half of it.
      writeFileSync(`${file}.new`, JSON.stringify(kept.value));
      renameSync(`${file}.new`, file);
    },
    reset() {
      kept.value = beginning();
      kept.save();
    },
  };
  return kept;
};
