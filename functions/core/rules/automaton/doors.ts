import type { Condition, Scalar } from '../condition.ts';
import { type Affixes, affixes } from './affixes.ts';
import { under } from './filing.ts';
import { type Infixes, infixes, shortest } from './infixes.ts';
import type { Item } from './nodes.ts';
import { keyOf, type Predicate } from './predicates.ts';
import { anchorOf } from './selectivity.ts';
import { type Test, testOf } from './tests.ts';

/** A condition, and the node of the alternatives that it opens. */
export interface Door {
  condition: Condition;
  /** What is left to ask when a key has led here; undefined when the key says it all. */
  test: Test | undefined;
  node: number;
}

/** All ways from the value of one slot to the alternatives that it makes possible. */
export interface Doors {
  slot: number;
  /** The node behind each exact value, by the value's number; 0 for none. */
  exact: Int32Array;
  heads: Affixes<Door> | undefined;
  tails: Affixes<Door> | undefined;
  inner: Infixes<Door> | undefined;
  /** Conditions that no key leads to; each is tried on every value. */
  others: Door[];
  /** Whether no condition has a key to it. */
  keyless: boolean;
  /** All doors but the exact ones. */
  doors: Door[];
}

interface Draft {
  condition: Condition;
  items: Item[];
}

/** Whether too many values meet a condition for a way of its own to pay. */
const isWide = ({ is }: Condition): boolean => is === 'exists' || is === 'anything-but' || is === 'numeric';

/**
 * Collects what shall be found by which slot's value. Each alternative goes behind the conditions of one of its predicates; where
 * one of these is wide, behind the slot's having a value at all, to be checked there with others of its kind.
 */
export const drafting = (predicates: Predicate[], ids: Map<Scalar, number>[]) => {
  const slots = new Map<number, Map<string | number, Draft>>();
  return {
    /** Files an alternative behind the predicate `by`; the item has the others. */
    add(by: number, { alternative, rest }: Item): void {
      const { slot, conditions } = predicates[by]!;
      const drafts = under(slots, slot, () => new Map<string | number, Draft>());
      if (conditions.some(isWide)) {
        const isAll = conditions.some(({ is }) => is === 'exists');
        const condition: Condition = { is: 'exists' };
        const draft = under(drafts, keyOf(condition), () => ({ condition, items: [] }));
        draft.items.push({ alternative, rest: isAll ? rest : [...rest, by] });
        return;
      }
      for (const condition of conditions) {
        const key = condition.is === 'exactly' ? ids[slot]!.get(condition.value)! : keyOf(condition);
        under(drafts, key, () => ({ condition, items: [] })).items.push({ alternative, rest });
      }
    },
    *doors(node: (items: Item[]) => number): Generator<void, Doors[]> {
      const all: Doors[] = [];
      for (const [slot, drafts] of slots) all.push(yield* doorsOf(slot, ids[slot]!, [...drafts.values()], node));
      return all;
    },
  };
};

/** The longest literal that a value must contain to meet a condition; empty when there is none. */
const innerOf = (condition: Condition): string =>
  condition.is === 'wildcard'
    ? condition.pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest))
    : '';

// So few conditions are quicker tried one by one than found by keys.
const few = 4;

// After so many drafts there may be a pause.
const slice = 64;

const doorsOf = function* (
  slot: number,
  ids: Map<Scalar, number>,
  drafts: Draft[],
  node: (items: Item[]) => number,
): Generator<void, Doors> {
  const exact = new Int32Array(ids.size + 1);
  const heads: Door[] = [];
  const tails: Door[] = [];
  const inner: Door[] = [];
  const others: Door[] = [];
  const keyless = drafts.filter(({ condition }) => condition.is !== 'exactly').length <= few;
  for (const [i, { condition, items }] of drafts.entries()) {
    if (i % slice === 0) yield;
    const there = node(items);
    const side = anchorOf(condition)?.side;
    if (condition.is === 'exactly') exact[ids.get(condition.value)!] = there;
    else if (keyless) others.push({ condition, test: testOf(condition), node: there });
    // An anchor is the whole of a prefix or suffix, but only a part of a wildcard.
    else if (side)
      (side === 'head' ? heads : tails).push({
        condition,
        test: condition.is === 'wildcard' ? testOf(condition) : undefined,
        node: there,
      });
    else if (innerOf(condition).length >= shortest) inner.push({ condition, test: testOf(condition), node: there });
    else others.push({ condition, test: testOf(condition), node: there });
  }
  const textOf = ({ condition }: Door) => anchorOf(condition)!.text;
  return {
    slot,
    exact,
    heads: heads.length > 0 ? affixes('head', heads, textOf) : undefined,
    tails: tails.length > 0 ? affixes('tail', tails, textOf) : undefined,
    inner: inner.length > 0 ? infixes(inner, ({ condition }) => innerOf(condition)) : undefined,
    others,
    keyless,
    doors: [...heads, ...tails, ...inner, ...others],
  };
};

/** Visits the nodes that one value of the slot opens by its conditions; those that are exact values are not among them. */
export const enter = ({ heads, tails, inner, others }: Doors, value: Scalar, visit: (node: number) => void): void => {
  const open = (door: Door) => {
    if (door.test === undefined || door.test(value)) visit(door.node);
  };
  if (typeof value === 'string') {
    heads?.in(value, open);
    tails?.in(value, open);
    inner?.in(value, open);
  }
  for (const door of others) open(door);
};
