import { describe, expect, it } from 'vitest';
import { plain, plainJson, plainLines } from '#infra/cli/plain.ts';

const esc = '\u001b';
const nasty = [
  ['an escape sequence', `${esc}]0;owned\u0007`],
  ['an eight-bit control', '\u009b31m'],
  ['a bidirectional override', 'exe\u202Efdp'],
  ['an isolate', '\u2066a\u2069'],
  ['a zero-width space', 'pay\u200Bpal'],
  ['a tag character', '\u{E0041}'],
  ['a lone surrogate', '\uD800'],
  ['a line separator', 'a\u2028b'],
] as const;
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('a stranger’s text', () => {
  it.each(nasty)('with %s is harmless, and still told from other text', (_what, text) => {
    expect(plain(text)).not.toMatch(unseen);
    expect(plain(text)).toContain('\\u');
    expect(plainLines(text).join('')).not.toMatch(unseen);
  });

  it.each(nasty)('with %s is the same value as JSON', (_what, text) => {
    expect(plainJson({ [text]: text })).not.toMatch(unseen);
    expect(JSON.parse(plainJson({ [text]: text }))).toEqual({ [text]: text });
  });

  it('stays as it is where it is text', () => {
    expect(plain('Größe 80 % – 容量 ✓')).toBe('Größe 80 % – 容量 ✓');
  });

  it('keeps its lines only where lines are meant', () => {
    expect(plain('a\nb')).toBe('a ⏎ b');
    expect(plainLines('a\r\n\tb')).toEqual(['a', '  b']);
  });
});
