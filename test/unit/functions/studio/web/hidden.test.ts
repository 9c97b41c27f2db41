import { describe, expect, it } from 'vitest';
import { pieces, visible } from '#functions/studio/web/show/hidden.ts';

describe('a text that came from outside', () => {
  it('is one piece as it is', () => {
    expect(pieces('disk über 90 %\n\tΔ 日本 👩‍💻')).toEqual([
      { text: 'disk über 90 %\n\tΔ 日本 👩' },
      { hidden: 'U+200D' },
      { text: '💻' },
    ]);
    expect(pieces('plain')).toEqual([{ text: 'plain' }]);
  });

  it.each([
    ['a bidi override', '\u202e', 'U+202E'],
    ['a bidi isolate', '\u2066', 'U+2066'],
    ['an escape', '\u001b', 'U+001B'],
    ['a zero', '\u0000', 'U+0000'],
    ['a zero width space', '\u200b', 'U+200B'],
    ['a byte order mark', '\ufeff', 'U+FEFF'],
    ['a tag', '\u{e0041}', 'U+E0041'],
    ['a line separator', '\u2028', 'U+2028'],
  ])('names %s', (_what, character, name) => {
    expect(pieces(`a${character}b`)).toEqual([{ text: 'a' }, { hidden: name }, { text: 'b' }]);
    expect(visible(`a${character}b`)).toBe(`a[${name}]b`);
  });
});
