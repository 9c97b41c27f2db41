import { under } from './filing.ts';

/** Finds which of many texts may lie somewhere inside a value, in one pass over the value whatever their number. */
export interface Infixes<E> {
  /** Calls `found` with each entry whose text the value may contain, some perhaps more than once. */
  in(value: string, found: (entry: E) => void): void;
}

/** How long a text must be at least to be filed. */
export const shortest = 3;

/** A number for the three characters from `at` on, nearly always another for others. */
const gramAt = (text: string, at: number): number =>
  (text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 8) ^ (text.charCodeAt(at + 2) << 16)) | 0;

const gramsOf = (text: string): number[] =>
  Array.from({ length: text.length - shortest + 1 }, (_, at) => gramAt(text, at));

/** Files each entry under those three characters in a row of its text that the fewest entries have. */
export const infixes = <E>(entries: E[], textOf: (entry: E) => string): Infixes<E> => {
  const frequency = new Map<number, number>();
  for (const entry of entries)
    for (const gram of new Set(gramsOf(textOf(entry)))) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  const filed = new Map<number, E[]>();
  for (const entry of entries) {
    const rarest = gramsOf(textOf(entry)).reduce((least, gram) =>
      frequency.get(gram)! < frequency.get(least)! ? gram : least,
    );
    under(filed, rarest, () => []).push(entry);
  }
  return {
    in(value, found) {
      for (let at = 0; at + shortest <= value.length; at++) {
        const same = filed.get(gramAt(value, at));
        if (same !== undefined) for (const entry of same) found(entry);
      }
    },
  };
};
