import type { Scalar } from '../condition.ts';
import { anchorHashes, type Side } from './affixes.ts';
import type { Parts } from './build.ts';
import { absent, Kind, kindIn, lengthIn, most, slotIn } from './checks.ts';
import { nameIn, namingOf } from './naming.ts';
import type { Reading } from './slots.ts';
import { verdicts } from './verdicts.ts';

/** A slot whose value nobody has named yet. */
const unasked = -2;

/**
 * Makes checks on the event that was read. Each of its values is looked at only as far as some check needs, and once: its number, the
 * hashes of its text and the verdicts of predicates are kept until the next event.
 */
export const checker = <T>({ predicates, testOf, ids, paths, nodes }: Parts<T>, reading: Reading) => {
  const { thresholds } = nodes;
  const { values, filled } = reading;
  const slotOf = Int32Array.from(predicates, ({ slot }) => slot);
  const mayBeAbsent = Uint8Array.from(predicates, (predicate) => Number(predicate.mayBeAbsent));

  // The number of each slot's value, `unasked` or `absent`.
  const namings = ids.map(namingOf);
  const named = new Int32Array(paths.length).fill(absent);
  const nameOf = (slot: number): number => {
    if (named[slot]! === unasked) named[slot] = nameIn(namings[slot]!, values[slot] as Scalar);
    return named[slot]!;
  };

  /** Not a number where there is none, so that no comparison holds. */
  const numberOf = (slot: number): number => {
    const value = values[slot];
    return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN;
  };

  const { ask, forget } = verdicts(predicates.length, (number) => {
    const value = values[slotOf[number]!];
    return value === undefined ? mayBeAbsent[number] === 1 : testOf(number)(value);
  });

  // Tells whether hashes are of this event's text; it may wrap around, being used at most once per event.
  let event = 0;
  const hashesOf = (side: Side) => {
    const hashes: (Int32Array | undefined)[] = Array(paths.length).fill(undefined);
    const about = new Int32Array(paths.length);
    return (slot: number, length: number): number | undefined => {
      const value = values[slot];
      if (typeof value !== 'string' || value.length < length) return undefined;
      hashes[slot] ??= new Int32Array(most.characters + 1);
      if (about[slot] !== event) anchorHashes(side, value, hashes[slot]);
      about[slot] = event;
      return hashes[slot][length];
    };
  };
  const heads = hashesOf('head');
  const tails = hashesOf('tail');

  const check = (code: number, operand: number): boolean => {
    const slot = slotIn(code);
    switch (kindIn(code)) {
      case Kind.is:
        return nameOf(slot) === operand;
      case Kind.not:
        return named[slot] !== absent && nameOf(slot) !== operand;
      case Kind.among:
        return ((operand >>> nameOf(slot)) & 1) === 1;
      case Kind.there:
        return (named[slot] !== absent) === (operand === 1);
      case Kind.above:
        return numberOf(slot) > thresholds[operand]!;
      case Kind.from:
        return numberOf(slot) >= thresholds[operand]!;
      case Kind.below:
        return numberOf(slot) < thresholds[operand]!;
      case Kind.to:
        return numberOf(slot) <= thresholds[operand]!;
      case Kind.head:
        return heads(slot, lengthIn(code)) === operand;
      case Kind.tail:
        return tails(slot, lengthIn(code)) === operand;
      default:
        return ask(operand);
    }
  };

  return {
    check,
    nameOf,
    /** The number of each slot's value, for who has found it otherwise. */
    named,
    /** Starts on an event that was read. */
    begin(): void {
      forget();
      event = (event + 1) | 0;
      for (let i = 0; i < reading.count; i++) named[filled[i]!] = unasked;
    },
    /** Forgets its values. */
    finish(): void {
      for (let i = 0; i < reading.count; i++) named[filled[i]!] = absent;
    },
  };
};
