import { describe, expect, it } from 'vitest';
import { absent, checking, Kind, kindIn, lengthIn, most, slotIn } from '#functions/core/rules/automaton/checks.ts';
import type { Predicate } from '#functions/core/rules/automaton/predicates.ts';
import { parsePattern } from '#functions/core/rules/pattern.ts';

const predicate = (slot: number, ...entries: unknown[]): Predicate => {
  const { conditions } = parsePattern({ a: entries }).pattern!.alternatives[0]![0]!;
  return { slot, path: 'a', conditions, mayBeAbsent: false };
};

const checks = (given: Predicate, ids: string[]): number[][] => {
  const known = new Map(ids.map((value, i) => [value, i + 1]));
  const all = checking([given], Array(given.slot + 1).fill(known)).checksOf(0);
  return Array.from({ length: all.length / 2 }, (_, i) => [
    kindIn(all[2 * i]!),
    slotIn(all[2 * i]!),
    lengthIn(all[2 * i]!),
    all[2 * i + 1]!,
  ]);
};

const bits = (...places: number[]): number => places.reduce((sum, place) => sum | (1 << place), 0);

const many = Array.from({ length: 40 }, (_, i) => `v${i}`);

describe('the checks of a predicate', () => {
  it('compare the number of a single exact value', () => {
    expect(checks(predicate(7, 'v1'), many)).toEqual([[Kind.is, 7, 0, 2]]);
  });

  it('look a few exact values up in the bits of a number, where all fit in', () => {
    expect(checks(predicate(7, 'v0', 'v2'), ['v0', 'v1', 'v2'])).toEqual([[Kind.among, 7, 0, bits(1, 3)]]);
    expect(checks(predicate(7, 'v0', 'v2'), many)).toEqual([[Kind.ask, 0, 0, 0]]);
  });

  it('say in bits what presence, absence and anything-but amount to, where all fit in', () => {
    const among = (...entries: unknown[]) => checks(predicate(0, ...entries), ['v0', 'v1']);
    expect(among({ exists: true })).toEqual([[Kind.among, 0, 0, ~bits(absent)]]);
    expect(among({ exists: false }, 'v1')).toEqual([[Kind.among, 0, 0, bits(absent, 2)]]);
    expect(among({ 'anything-but': ['v0', 'v1'] })).toEqual([[Kind.among, 0, 0, ~bits(absent, 1, 2)]]);
    expect(among({ 'anything-but': { prefix: 'v' } })).toEqual([[Kind.ask, 0, 0, 0]]);
  });

  it('need no bits for presence, absence and a few values ruled out', () => {
    expect(checks(predicate(7, { exists: true }), many)).toEqual([[Kind.there, 7, 0, 1]]);
    expect(checks(predicate(7, { exists: false }), many)).toEqual([[Kind.there, 7, 0, 0]]);
    expect(checks(predicate(7, { 'anything-but': ['v0', 'v1'] }), many)).toEqual([
      [Kind.not, 7, 0, 1],
      [Kind.not, 7, 0, 2],
    ]);
    expect(checks(predicate(7, { 'anything-but': many }), many)).toEqual([[Kind.ask, 0, 0, 0]]);
  });

  it('compare numbers with thresholds', () => {
    const given = predicate(7, { numeric: ['>', 1, '<=', 2] });
    const { checksOf, thresholds } = checking([given], Array(8).fill(new Map()));
    expect(checks(given, many)).toEqual([
      [Kind.above, 7, 0, 0],
      [Kind.to, 7, 0, 1],
    ]);
    expect([checksOf(0), thresholds]).toEqual([checksOf(0), [1, 2]]);
  });

  it('compare the hash of a beginning or end before they ask', () => {
    expect(checks(predicate(7, { prefix: 'x'.repeat(300) }), []).map((check) => check.slice(0, 3))).toEqual([
      [Kind.head, 7, most.characters],
      [Kind.ask, 0, 0],
    ]);
    expect(checks(predicate(7, { suffix: 'xyz' }), [])[0]?.slice(0, 3)).toEqual([Kind.tail, 7, 3]);
  });

  it('only ask about slots that no check can name', () => {
    expect(checks(predicate(most.slots, 'v1'), many)).toEqual([[Kind.ask, 0, 0, 0]]);
    expect(checks(predicate(most.slots - 1, 'v1'), many)[0]?.slice(0, 2)).toEqual([Kind.is, most.slots - 1]);
  });
});
