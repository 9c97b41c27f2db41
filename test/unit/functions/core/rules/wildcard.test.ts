import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, piecesOf } from '#functions/core/rules/wildcard.ts';

describe('a wildcard', () => {
  it.each<[string, string[] | string]>([
    ['', ['']],
    ['*', ['', '']],
    ['a*b', ['a', 'b']],
    ['\\**\\\\', ['*', '\\']],
    ['a**', 'has two * in a row at character 2'],
    ['\\n', 'has a \\ before neither * nor \\ at character 1'],
  ])('%j is read as %j', (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });

  it('fits what the regular expression of the same meaning does', () => {
    const letters = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), maxLength });
    fc.assert(
      fc.property(fc.array(letters(3), { minLength: 1, maxLength: 5 }), letters(12), (pieces, value) => {
        expect(fits(value, pieces)).toBe(new RegExp(`^${pieces.join('.*')}$`).test(value));
      }),
      { numRuns: 5000 },
    );
  });
});
