/** Finds which of many beginnings (or ends) a text has, in one pass over the text whatever their number. */
export interface Affixes<E> {
  /** Calls `found` with each entry whose affix the value has. */
  in(value: string, found: (entry: E) => void): void;
}

const step = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;

/**
 * Files each entry under a hash that grows character by character, so that reading a value meets the hash of every affix it could
 * have; a hit is then compared in full. No affix may be empty.
 */
export const affixes = <E>(side: 'head' | 'tail', entries: E[], textOf: (entry: E) => string): Affixes<E> => {
  const isHead = side === 'head';
  const code = (text: string, i: number): number => text.charCodeAt(isHead ? i : text.length - 1 - i);
  const filed = new Map<number, { text: string; entry: E }[]>();
  const longest = entries.reduce((most, entry) => Math.max(most, textOf(entry).length), 0);
  const lengths = new Uint8Array(longest + 1);
  for (const entry of entries) {
    const text = textOf(entry);
    let hash = 0;
    for (let i = 0; i < text.length; i++) hash = step(hash, code(text, i));
    lengths[text.length] = 1;
    const same = filed.get(hash);
    if (same) same.push({ text, entry });
    else filed.set(hash, [{ text, entry }]);
  }
  return {
    in(value, found) {
      const most = Math.min(longest, value.length);
      let hash = 0;
      for (let i = 0; i < most; i++) {
        hash = step(hash, code(value, i));
        const same = lengths[i + 1] === 0 ? undefined : filed.get(hash);
        if (same === undefined) continue;
        for (const { text, entry } of same) if (isHead ? value.startsWith(text) : value.endsWith(text)) found(entry);
      }
    },
  };
};
