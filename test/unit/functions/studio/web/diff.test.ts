import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff } from '#functions/studio/web/pages/rules/diff.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'));

describe('what changed from one text to another', () => {
  it('is what was taken away and what came, in place', () => {
    expect(diff('a\nb\nc', 'a\nx\nc')).toEqual([
      { kind: 'same', text: 'a' },
      { kind: 'removed', text: 'b' },
      { kind: 'added', text: 'x' },
      { kind: 'same', text: 'c' },
    ]);
  });

  it('makes each text of the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diff(before, after);
        const without = (kind: string) =>
          lines
            .filter((line) => line.kind !== kind)
            .map((line) => line.text)
            .join('\n');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
    );
  });

  it('is nothing between equal texts', () => {
    fc.assert(fc.property(text, (same) => diff(same, same).every(({ kind }) => kind === 'same')));
  });
});
