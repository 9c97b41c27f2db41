import { describe, expect, it } from 'vitest';
import { inWords } from '#functions/studio/web/show/span.ts';

describe('a length of time', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [4250, '4.2 s'],
    [59_999, '59 s'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [3 * 86_400_000, '3 d'],
  ])('of %d ms is %s', (ms, words) => expect(inWords(ms)).toBe(words));
});
