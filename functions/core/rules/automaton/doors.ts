import { type Condition, holds, type Scalar } from '../condition.ts';
import { type Affixes, affixes } from './affixes.ts';
import type { Item, Node } from './nodes.ts';
import { keyOf, type Predicate } from './predicates.ts';
import { type Ranges, ranges } from './ranges.ts';
import { anchorOf } from './selectivity.ts';

/** A condition, and the node of the alternatives that it opens. */
export interface Door {
  condition: Condition;
  node: Node;
}

/** All ways from the value of one slot to the alternatives that it makes possible. */
export interface Doors {
  slot: number;
  exact: Map<Scalar, Node>;
  heads: Affixes<Door> | undefined;
  tails: Affixes<Door> | undefined;
  numbers: Ranges<Door> | undefined;
  /** Conditions that no key leads to; each is tried on every value. */
  others: Door[];
  /** All doors but the exact ones, for printing. */
  doors: Door[];
}

/** Alternatives on their way behind a door. */
interface Draft {
  condition: Condition;
  items: Item[];
}

/** Collects what shall be found by which slot's value; each alternative goes behind the conditions of one of its predicates. */
export const drafting = () => {
  const slots = new Map<number, { exact: Map<Scalar, Item[]>; keyed: Map<string, Draft> }>();

  const put = (slot: number, condition: Condition, item: Item) => {
    let there = slots.get(slot);
    if (!there) slots.set(slot, (there = { exact: new Map(), keyed: new Map() }));
    if (condition.is === 'exactly') {
      const items = there.exact.get(condition.value);
      if (items) items.push(item);
      else there.exact.set(condition.value, [item]);
      return;
    }
    const key = keyOf(condition);
    const draft = there.keyed.get(key);
    if (draft) draft.items.push(item);
    else there.keyed.set(key, { condition, items: [item] });
  };

  return {
    add({ slot, conditions }: Predicate, item: Item): void {
      for (const condition of conditions) put(slot, condition, item);
    },
    doors: (node: (items: Item[]) => Node): Doors[] =>
      [...slots].map(([slot, { exact, keyed }]) => doorsOf(slot, exact, [...keyed.values()], node)),
  };
};

const doorsOf = (slot: number, exact: Map<Scalar, Item[]>, drafts: Draft[], node: (items: Item[]) => Node): Doors => {
  const heads: Door[] = [];
  const tails: Door[] = [];
  const numbers: Door[] = [];
  const others: Door[] = [];
  for (const { condition, items } of drafts) {
    const side = condition.is === 'numeric' ? 'number' : anchorOf(condition)?.side;
    const kind = side === 'number' ? numbers : side === 'head' ? heads : side === 'tail' ? tails : others;
    kind.push({ condition, node: node(items) });
  }
  const textOf = ({ condition }: Door) => anchorOf(condition)!.text;
  return {
    slot,
    exact: new Map([...exact].map(([value, items]) => [value, node(items)])),
    heads: heads.length > 0 ? affixes('head', heads, textOf) : undefined,
    tails: tails.length > 0 ? affixes('tail', tails, textOf) : undefined,
    numbers:
      numbers.length > 0 ? ranges(numbers, ({ condition }) => condition as Condition & { is: 'numeric' }) : undefined,
    others,
    doors: [...heads, ...tails, ...numbers, ...others],
  };
};

/** Visits the nodes that one value of the slot opens. */
export const enter = (doors: Doors, value: Scalar, visit: (node: Node) => void): void => {
  const { exact, heads, tails, numbers, others } = doors;
  const there = exact.get(value);
  if (there !== undefined) visit(there);
  if (typeof value === 'string') {
    // An anchor is the whole of a prefix or suffix, but only a part of a wildcard.
    const found = ({ condition, node }: Door) => {
      if (condition.is !== 'wildcard' || holds(condition, value)) visit(node);
    };
    heads?.in(value, found);
    tails?.in(value, found);
  } else if (typeof value === 'number') numbers?.in(value, ({ node }) => visit(node));
  for (const { condition, node } of others) if (holds(condition, value)) visit(node);
};
