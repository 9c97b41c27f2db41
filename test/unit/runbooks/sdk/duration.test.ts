import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, seconds } from '#runbooks/sdk/duration.ts';

describe('seconds', () => {
  it.each([
    ['90s', 90],
    ['10m', 600],
    ['1h30m', 5400],
    ['1d', 86_400],
    ['1d2h3m4s', 93_784],
  ])('reads %s as %d', (text, total) => expect(seconds(text)).toBe(total));

  it.each(['', '10', '10 m', '1.5h', '-5m', '30m1h', '1e3s', '0s', '0h0m', 'm', '9999999999999999999s'])(
    'refuses “%s” and shows the form that is meant',
    (text) =>
      expect(() => seconds(text)).toThrow(`“${text}” is not a duration: write whole numbers with d, h, m, s, such as`),
  );
});

describe('duration', () => {
  it('is the text that seconds reads back', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e9 }), (total) => seconds(duration(total)) === total));
  });

  it('writes nothing as 0s', () => expect(duration(0)).toBe('0s'));
});
