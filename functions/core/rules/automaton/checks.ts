import type { Bound, Condition, Scalar } from '../condition.ts';
import { anchorHash } from './affixes.ts';
import type { Predicate } from './predicates.ts';
import { anchorOf } from './selectivity.ts';

/** How a check inside a row of numbers is made. */
export const Kind = {
  /** The number of the slot's value is the operand. */
  is: 0,
  /** The slot has a value, and its number is not the operand. */
  not: 1,
  /** The operand has the bit of the number of the slot's value. */
  among: 2,
  /** The slot has a value if the operand is 1, and none if it is 0. */
  there: 3,
  /** The slot's number is above the threshold with the operand's number, and so on. */
  above: 4,
  from: 5,
  below: 6,
  to: 7,
  /** The first characters of the slot's text have the operand as their hash. */
  head: 8,
  /** The last characters have. */
  tail: 9,
  /** The predicate with the operand's number must be asked. */
  ask: 10,
} as const;

// A check's first number: the kind in 4 bits, the slot in 16, and the number of characters to hash in 8.
const codeOf = (kind: number, slot: number, length = 0): number => kind | (slot << 4) | (length << 20);
export const kindIn = (code: number): number => code & 15;
export const slotIn = (code: number): number => (code >> 4) & 0xffff;
export const lengthIn = (code: number): number => code >> 20;

/** In which order of their thresholds the first check that fails is followed by none that holds; 0 for checks without. */
export const directionOf = (code: number): number => {
  const kind = kindIn(code);
  if (kind === Kind.above || kind === Kind.from) return 1;
  return kind === Kind.below || kind === Kind.to ? -1 : 0;
};

/** The number of a value that no rule names, and of none; as a place in 32 bits the latter is the last. */
export const unnamed = 0;
export const absent = -1;

/**
 * The most slots that checks can name, the most characters that one can hash, the most numbers of values that fit into bits
 * beside `absent`, and how many values are told apart one by one.
 */
export const most = { slots: 2 ** 16, characters: 255, bits: 30, others: 4 };

type Ids = ReadonlyMap<Scalar, number>;

/** The numbers of some exact values; undefined when there is another condition among them. */
const namesOf = (conditions: Condition[], ids: Ids): number[] | undefined =>
  conditions.every(({ is }) => is === 'exactly')
    ? conditions.map((condition) => ids.get((condition as { value: Scalar }).value)!)
    : undefined;

/** The numbers of the values that meet a condition, as bits; undefined when the number of a value does not tell. */
const bitsOf = (condition: Condition, ids: Ids): number | undefined => {
  switch (condition.is) {
    case 'exactly':
      return 1 << ids.get(condition.value)!;
    case 'absent':
      return 1 << absent;
    case 'exists':
      return ~(1 << absent);
    case 'anything-but':
      return namesOf(condition.none, ids)?.reduce((bits, id) => bits & ~(1 << id), ~(1 << absent));
    default:
      return undefined;
  }
};

/** The bits of all values that meet a predicate, where each value's number fits into them. */
const amongOf = ({ conditions }: Predicate, ids: Ids): number | undefined => {
  let bits = 0;
  if (ids.size > most.bits) return undefined;
  for (const condition of conditions) {
    const more = bitsOf(condition, ids);
    if (more === undefined) return undefined;
    bits |= more;
  }
  return bits;
};

/** The checks of all predicates by number, each worked out once; and the thresholds that they compare with. */
export const checking = (predicates: Predicate[], ids: Ids[]) => {
  const thresholds: number[] = [];

  const boundOf = (slot: number, bound: Bound | undefined, open: number, closed: number): number[] =>
    bound ? [codeOf(bound.open ? open : closed, slot), thresholds.push(bound.number) - 1] : [];

  /** The checks of the only condition of a predicate; `ask` is for what they leave open. */
  const single = (condition: Condition, slot: number, names: Ids, ask: number[]): number[] => {
    if (condition.is === 'exists') return [codeOf(Kind.there, slot), 1];
    if (condition.is === 'absent') return [codeOf(Kind.there, slot), 0];
    if (condition.is === 'numeric')
      return [
        ...boundOf(slot, condition.from, Kind.above, Kind.from),
        ...boundOf(slot, condition.to, Kind.below, Kind.to),
      ];
    const others = condition.is === 'anything-but' ? namesOf(condition.none, names) : undefined;
    if (others && others.length <= most.others) return others.flatMap((id) => [codeOf(Kind.not, slot), id]);
    const anchor = anchorOf(condition);
    if (!anchor) return ask;
    // The text is looked at only when the hash of its beginning or end is right, which it seldom is by accident.
    const length = Math.min(anchor.text.length, most.characters);
    return [codeOf(Kind[anchor.side], slot, length), anchorHash(anchor.side, anchor.text, length), ...ask];
  };

  const checksOf = (number: number): number[] => {
    const predicate = predicates[number]!;
    const { slot, conditions } = predicate;
    const ask = [codeOf(Kind.ask, 0), number];
    if (slot >= most.slots) return ask;
    const names = ids[slot]!;
    const [first] = conditions;
    const among = amongOf(predicate, names);
    if (among !== undefined) return [codeOf(Kind.among, slot), among];
    if (conditions.length === 1 && first!.is === 'exactly') return [codeOf(Kind.is, slot), names.get(first!.value)!];
    return conditions.length === 1 ? single(first!, slot, names, ask) : ask;
  };

  const known: number[][] = [];
  return {
    /** The checks of a predicate, two numbers each; all must hold. */
    checksOf(number: number): number[] {
      known[number] ??= checksOf(number);
      return known[number];
    },
    thresholds,
  };
};
