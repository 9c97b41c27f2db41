import { describe, expect, it } from 'vitest';
import { lettersOf, spelledBack, spelledFrom } from '#functions/core/rules/letters.ts';

const equal = (value: string, text: string): boolean => spelledFrom(value, lettersOf(text)) === value.length;

describe('letters in any case', () => {
  it.each([
    ['JAVA', 'jAva', true],
    ['jav', 'java', false],
    ['javac', 'java', false],
    ['SS', 'ß', true],
    ['Ⱥ12', 'ⱥ12', true],
    ['𐐀', '𐐨', true],
    ['\u03a5\u0308\u0301', '\u03b0', true],
  ])('%s spells %s: %s', (value, text, expected) => {
    expect(equal(value, text)).toBe(expected);
  });

  it('are read from the front as far as they go, and from the back', () => {
    expect(spelledFrom('GROSS und klein', lettersOf('groß'))).toBe(5);
    expect(spelledBack('klein und GROSS', lettersOf('groß'))).toBe(true);
    expect(spelledBack('ROSS', lettersOf('groß'))).toBe(false);
  });

  it('have no spelling that begins or ends with another, in all of Unicode', () => {
    const clashes = Array.from({ length: 0x110000 }, (_, code) => lettersOf(String.fromCodePoint(code))[0]!).filter(
      (spellings) =>
        spellings.length > 1 &&
        spellings.some((one, i) =>
          spellings.some((other, k) => i !== k && (other.startsWith(one) || other.endsWith(one))),
        ),
    );
    expect(clashes).toEqual([]);
  }, 60_000);
});
