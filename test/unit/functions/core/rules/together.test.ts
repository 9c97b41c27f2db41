import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scalar } from '#functions/core/rules/condition.ts';
import { together, type Wish } from '#functions/core/rules/together.ts';
import { event } from './arbitraries.ts';

interface Leaf {
  path: string;
  value: Scalar;
  /** The element of each array that the leaf's object lies in. */
  elements: Map<unknown, number>;
}

const leavesOf = (value: unknown, path: string[], elements: Map<unknown, number>): Leaf[] => {
  if (Array.isArray(value))
    return value.flatMap((element, i) => {
      const isContainer = typeof element === 'object' && element !== null;
      return leavesOf(element, path, isContainer ? new Map(elements).set(value, i) : elements);
    });
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key], elements));
  return [{ path: path.join('.'), value: value as Scalar, elements }];
};

const goWith = (chosen: Leaf[], leaf: Leaf): boolean =>
  chosen.every(({ elements }) => [...leaf.elements].every(([array, i]) => (elements.get(array) ?? i) === i));

/** The definition itself: some choice of leaves, or of absence, for all wishes, found by trying each. */
const byDefinition = (leaves: Leaf[], wishes: Wish[], chosen: Leaf[] = [], absent: Wish[] = []): boolean => {
  const [wish, ...more] = wishes;
  if (!wish) return absent.every(({ path }) => !leaves.some((leaf) => leaf.path === path && goWith(chosen, leaf)));
  if (wish.mayBeAbsent && byDefinition(leaves, more, chosen, [...absent, wish])) return true;
  return leaves.some(
    (leaf) =>
      leaf.path === wish.path &&
      wish.meets(leaf.value) &&
      goWith(chosen, leaf) &&
      byDefinition(leaves, more, [...chosen, leaf], absent),
  );
};

const wish: fc.Arbitrary<Wish> = fc
  .record({
    path: fc.constantFrom('a', 'b', 'c', 'a.a', 'a.b', 'a.c', 'b.a', 'b.b', 'b.c', 'a.b.c', 'a.b.b', 'b.c.a', 'a.a.a'),
    accepted: fc.constantFrom<Scalar[]>(['a', 1], ['ab', 'abc', ''], [true, false, null, 0], []),
    mayBeAbsent: fc.boolean(),
  })
  .map(({ path, accepted, mayBeAbsent }) => ({
    path,
    mayBeAbsent,
    meets: (value) => accepted.length === 0 || accepted.includes(value),
  }));

const wishes = fc.uniqueArray(wish, { selector: ({ path }) => path, minLength: 1, maxLength: 4 });

describe('together', () => {
  it('is what the definition of array consistency says', () => {
    fc.assert(
      fc.property(event, wishes, (given, asked) => {
        expect(together(given, asked)).toBe(byDefinition(leavesOf(given, [], new Map()), asked));
      }),
      { numRuns: 20_000 },
    );
  }, 60_000);

  it('takes no more time for arrays that do not help each other', () => {
    const long = Array.from({ length: 2000 }, (_, i) => ({ x: i, y: -i }));
    const event = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`a${i}`, long]));
    const asked = Object.keys(event).flatMap((name): Wish[] => [
      { path: `${name}.x`, meets: (value) => Number(value) > 0, mayBeAbsent: false },
      { path: `${name}.y`, meets: (value) => (name === 'a7' ? value === 0 : Number(value) < 0), mayBeAbsent: false },
    ]);
    expect(together(event, asked)).toBe(false);
  });
});
