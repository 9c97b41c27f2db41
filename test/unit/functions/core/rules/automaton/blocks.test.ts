import { describe, expect, it } from 'vitest';
import { alternativesIn, blocksOf } from '#functions/core/rules/automaton/blocks.ts';
import { Kind } from '#functions/core/rules/automaton/checks.ts';

/** Writes alternatives numbered from 0 on by their checks. */
const written = (checks: number[][], thresholds: number[] = []): number[] => {
  const rows: number[] = [];
  blocksOf(
    checks.map((each, alternative) => ({ alternative, checks: each })),
    thresholds,
    rows,
  );
  return rows;
};

const { is, among, above, below } = Kind;

describe('blocks', () => {
  it('lists what is not checked at all', () => {
    expect(written([[], []])).toEqual([0, 0, 2, 0, 1]);
  });

  it('checks once what all have in common, and puts the rest into columns', () => {
    expect(
      written([
        [is, 7, among, 3],
        [is, 8, among, 3],
      ]),
    ).toEqual([1, 1, 2, among, 3, is, 7, 8, 0, 1]);
  });

  it('keeps those apart that are checked in another way', () => {
    expect(
      written([
        [is, 7],
        [among, 3],
      ]),
    ).toEqual([1, 0, 1, is, 7, 0, 1, 0, 1, among, 3, 1]);
  });

  it('divides many by an operand of which there are few', () => {
    const many = Array.from({ length: 12 }, (_, i) => [is, 100 + i, among, i % 2]);
    const rows = written(many);
    expect(rows.slice(0, 6)).toEqual([1, 1, 6, among, 0, is]);
    expect([...alternativesIn(Int32Array.from(rows), 0, rows.length)]).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]);
  });

  it('sorts thresholds so that those which hold come first', () => {
    const thresholds = [2, 3, 1];
    const three = (kind: number) =>
      written(
        [
          [kind, 0],
          [kind, 1],
          [kind, 2],
        ],
        thresholds,
      );
    expect(three(above)).toEqual([0, 1, 3, above, 2, 0, 1, 2, 0, 1]);
    expect(three(below)).toEqual([0, 1, 3, below, 1, 0, 2, 1, 0, 2]);
  });
});
