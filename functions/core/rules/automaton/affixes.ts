import { under } from './filing.ts';

/** Finds which of many beginnings (or ends) a text has, in one pass over the text whatever their number. */
export interface Affixes<E> {
  /** Calls `found` with each entry whose affix the value has. */
  in(value: string, found: (entry: E) => void): void;
}

export type Side = 'head' | 'tail';

const step = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;

const codeAt = (side: Side, text: string, i: number): number =>
  text.charCodeAt(side === 'head' ? i : text.length - 1 - i);

/** The hash of the first (or last) `length` characters of a text. */
export const anchorHash = (side: Side, text: string, length = text.length): number => {
  let hash = 0;
  for (let i = 0; i < length; i++) hash = step(hash, codeAt(side, text, i));
  return hash;
};

/** Writes the hashes of all beginnings (or ends) of a text to `into`, by their length, as far as that reaches. */
export const anchorHashes = (side: Side, text: string, into: Int32Array): void => {
  const most = Math.min(text.length, into.length - 1);
  let hash = 0;
  for (let i = 0; i < most; i++) {
    hash = step(hash, codeAt(side, text, i));
    into[i + 1] = hash;
  }
};

/**
 * Files each entry under a hash that grows character by character, so that reading a value meets the hash of every affix it could
 * have; a hit is then compared in full. No affix may be empty.
 */
export const affixes = <E>(side: Side, entries: E[], textOf: (entry: E) => string): Affixes<E> => {
  const filed = new Map<number, { text: string; entry: E }[]>();
  const longest = entries.reduce((most, entry) => Math.max(most, textOf(entry).length), 0);
  const lengths = new Uint8Array(longest + 1);
  for (const entry of entries) {
    const text = textOf(entry);
    lengths[text.length] = 1;
    under(filed, anchorHash(side, text), () => []).push({ text, entry });
  }
  return {
    in(value, found) {
      const most = Math.min(longest, value.length);
      let hash = 0;
      for (let i = 0; i < most; i++) {
        hash = step(hash, codeAt(side, value, i));
        const same = lengths[i + 1] === 0 ? undefined : filed.get(hash);
        if (same === undefined) continue;
        for (const { text, entry } of same)
          if (side === 'head' ? value.startsWith(text) : value.endsWith(text)) found(entry);
      }
    },
  };
};
