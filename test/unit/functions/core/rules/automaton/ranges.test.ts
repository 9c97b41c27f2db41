import { describe, expect, it } from 'vitest';
import { type Range, ranges } from '#functions/core/rules/automaton/ranges.ts';

const all: Record<string, Range> = {
  'above 1': { from: { number: 1, open: true } },
  'from 1': { from: { number: 1, open: false } },
  'below 1': { to: { number: 1, open: true } },
  'to 1': { to: { number: 1, open: false } },
  '0 to 2': { from: { number: 0, open: false }, to: { number: 2, open: true } },
};

const found = (value: number): string[] => {
  const hits: string[] = [];
  ranges(Object.keys(all), (name) => all[name]!).in(value, (name) => hits.push(name));
  return hits.sort();
};

describe('ranges', () => {
  it.each([
    [-1, ['below 1', 'to 1']],
    [0, ['0 to 2', 'below 1', 'to 1']],
    [1, ['0 to 2', 'from 1', 'to 1']],
    [2, ['above 1', 'from 1']],
    [Number.POSITIVE_INFINITY, []],
    [Number.NaN, []],
  ])('of which %d lies in %j', (value, names) => {
    expect(found(value)).toEqual(names);
  });
});
