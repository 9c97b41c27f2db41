import type { Condition, Scalar } from '../condition.ts';
import { anchorHash } from './affixes.ts';
import { exactValues, type Predicate } from './predicates.ts';
import { anchorOf } from './selectivity.ts';

/** How a check inside a row of numbers is made. */
export const Kind = {
  /** The number of the slot's value is the operand. */
  is: 0,
  /** The operand has the bit of the number of the slot's value. */
  among: 1,
  /** The predicate with the operand's number must be asked. */
  ask: 2,
  /** The first characters of the slot's text have the operand as their hash. */
  head: 3,
  /** The last characters have. */
  tail: 4,
} as const;

// A check's first number: the kind in 3 bits, the slot in 16, and the number of characters to hash in 8.
const codeOf = (kind: number, slot: number, length = 0): number => kind | (slot << 3) | (length << 19);
export const kindIn = (code: number): number => code & 7;
export const slotIn = (code: number): number => (code >> 3) & 0xffff;
export const lengthIn = (code: number): number => code >> 19;

/** The most slots that checks can name, and the most characters that one can hash. */
export const most = { slots: 2 ** 16, characters: 255 };

/** The only condition of a predicate, when all that meets it has a certain beginning or end. */
const anchored = ({ conditions }: { conditions: Condition[] }) =>
  conditions.length === 1 ? anchorOf(conditions[0]!) : undefined;

/**
 * The checks of a predicate, two numbers each. One that needs a look at the text itself is preceded by one of a hash, which nearly
 * always tells that there is no need.
 */
const checksOf = (number: number, predicate: Predicate, ids: ReadonlyMap<Scalar, number>): number[] => {
  const { slot } = predicate;
  const ask = [codeOf(Kind.ask, 0), number];
  if (slot >= most.slots) return ask;
  const values = exactValues(predicate)?.map((value) => ids.get(value)!);
  if (values?.length === 1) return [codeOf(Kind.is, slot), values[0]!];
  if (values && ids.size < 32) return [codeOf(Kind.among, slot), values.reduce((bits, id) => bits | (1 << id), 0)];
  const anchor = anchored(predicate);
  if (!anchor) return ask;
  const length = Math.min(anchor.text.length, most.characters);
  return [codeOf(Kind[anchor.side], slot, length), anchorHash(anchor.side, anchor.text, length), ...ask];
};

/** The checks of predicates by number, each worked out once. */
export const checksBy = (predicates: Predicate[], ids: ReadonlyMap<Scalar, number>[]) => {
  const known: number[][] = [];
  return (number: number): number[] => {
    known[number] ??= checksOf(number, predicates[number]!, ids[predicates[number]!.slot]!);
    return known[number];
  };
};
