import type { Scalar } from '../condition.ts';
import { blocksOf } from './blocks.ts';
import { checking } from './checks.ts';
import { under } from './filing.ts';
import { exactValues, type Predicate } from './predicates.ts';
import { bestExact } from './selectivity.ts';

/** From a node on to others, by the number of a further slot's exact value. */
export interface Branch {
  slot: number;
  nodes: Map<number, number>;
}

/**
 * All nodes. A node is what is still possible once what leads there has held, and is named by the place in `rows` where it begins:
 * there stand the number of its branches in `branches` (-1 for none) and the place where it ends, and then its blocks (blocks.ts).
 */
export interface Nodes {
  rows: Int32Array;
  branches: Branch[][];
  /** The numbers with which checks compare. */
  thresholds: Float64Array;
}

/** An alternative of a rule on its way into a node, with the predicates that are still to be checked. */
export interface Item {
  alternative: number;
  rest: number[];
}

// Up to this many alternatives, checking each is quicker than another lookup.
const few = 96;

/** Lays nodes out. */
export const layout = (predicates: Predicate[], ids: Map<Scalar, number>[], shares: Float64Array) => {
  // No node begins at 0, which stands for none.
  const rows: number[] = [0];
  const branches: Branch[][] = [];
  const { checksOf, thresholds } = checking(predicates, ids);

  /** Moves items behind their best exact value, where they have one; the others stay. */
  const divide = (items: Item[]): { moved: Map<number, Map<number, Item[]>>; stay: Item[] } => {
    const moved = new Map<number, Map<number, Item[]>>();
    const stay: Item[] = [];
    for (const item of items) {
      const best = bestExact(item.rest, predicates, shares);
      if (best === undefined) {
        stay.push(item);
        continue;
      }
      const { slot } = predicates[best]!;
      const byId = under(moved, slot, () => new Map<number, Item[]>());
      const further = { alternative: item.alternative, rest: item.rest.filter((number) => number !== best) };
      for (const value of exactValues(predicates[best]!)!) under(byId, ids[slot]!.get(value)!, () => []).push(further);
    }
    return { moved, stay };
  };

  const checked = ({ alternative, rest }: Item) => {
    if (rest.length > 1) rest.sort((a, b) => shares[a]! - shares[b]!);
    return { alternative, checks: rest.length === 1 ? checksOf(rest[0]!) : rest.flatMap(checksOf) };
  };

  const node = (items: Item[]): number => {
    const { moved, stay } =
      items.length > few ? divide(items) : { moved: new Map<number, Map<number, Item[]>>(), stay: items };
    const onward = [...moved].map(([slot, byId]) => ({
      slot,
      nodes: new Map([...byId].map(([id, inner]) => [id, node(inner)])),
    }));
    const start = rows.length;
    rows.push(onward.length > 0 ? branches.push(onward) - 1 : -1, 0);
    blocksOf(stay.map(checked), thresholds, rows);
    rows[start + 1] = rows.length;
    return start;
  };

  return {
    node,
    nodes: (): Nodes => ({ rows: Int32Array.from(rows), branches, thresholds: Float64Array.from(thresholds) }),
  };
};
