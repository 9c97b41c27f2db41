import type { Scalar } from '../condition.ts';
import { exactValues, type Predicate } from './predicates.ts';
import { bestExact } from './selectivity.ts';

/**
 * Alternatives that are still possible once what leads here has held: those in `entries` from `from` to `to`, to be checked one by
 * one, and those that a further exact value leads to.
 */
export interface Node {
  from: number;
  to: number;
  branches: Branch[];
}

export interface Branch {
  slot: number;
  nodes: Map<Scalar, Node>;
}

/** An alternative of a rule on its way into a node, with the predicates that are still to be checked. */
export interface Item {
  alternative: number;
  rest: number[];
}

// Up to this many alternatives, checking each is quicker than another lookup.
const few = 24;

const none: Branch[] = [];

/** Lays nodes out: `entries` is one row of numbers, for each alternative its number, how many predicates follow, and these. */
export const layout = (predicates: Predicate[], shares: Float64Array) => {
  const entries: number[] = [];

  const branchesOf = (items: Item[], stay: Item[]): Branch[] => {
    const bySlot = new Map<number, Map<Scalar, Item[]>>();
    for (const item of items) {
      const best = bestExact(item.rest, predicates, shares);
      if (best === undefined) {
        stay.push(item);
        continue;
      }
      const { slot } = predicates[best]!;
      let byValue = bySlot.get(slot);
      if (!byValue) bySlot.set(slot, (byValue = new Map()));
      const moved = { alternative: item.alternative, rest: item.rest.filter((number) => number !== best) };
      for (const value of exactValues(predicates[best]!)!) {
        const there = byValue.get(value);
        if (there) there.push(moved);
        else byValue.set(value, [moved]);
      }
    }
    return [...bySlot].map(([slot, byValue]) => ({
      slot,
      nodes: new Map([...byValue].map(([value, inner]) => [value, node(inner)])),
    }));
  };

  const node = (items: Item[]): Node => {
    const stay: Item[] = [];
    const branches = items.length > few ? branchesOf(items, stay) : none;
    const from = entries.length;
    for (const { alternative, rest } of items.length > few ? stay : items) {
      rest.sort((a, b) => shares[a]! - shares[b]!);
      entries.push(alternative, rest.length, ...rest);
    }
    return { from, to: entries.length, branches };
  };

  return { entries, node };
};
