/**
 * A text to be met in any letter case: for each of its characters, the spellings that count as that character. That is the
 * character itself, its lower and its upper case, which may be longer than one character (`ß` is also `SS`). None is the
 * beginning or end of another, so that reading from either side needs no second try.
 */
export type Letters = string[][];

export const lettersOf = (text: string): Letters =>
  Array.from(text, (character) => [...new Set([character, character.toLowerCase(), character.toUpperCase()])]);

/** How far `value` has been read when its beginning spells `letters`, or -1. */
export const spelledFrom = (value: string, letters: Letters): number => {
  let at = 0;
  for (const spellings of letters) {
    const spelling = spellings.find((each) => value.startsWith(each, at));
    if (spelling === undefined) return -1;
    at += spelling.length;
  }
  return at;
};

/** Whether the end of `value` spells `letters`. */
export const spelledBack = (value: string, letters: Letters): boolean => {
  let end = value.length;
  for (let i = letters.length - 1; i >= 0; i--) {
    const spelling = letters[i]!.find((each) => value.endsWith(each, end));
    if (spelling === undefined) return false;
    end -= spelling.length;
  }
  return true;
};
