import type { Scalar } from '../condition.ts';
import { anchorHashes, type Side } from './affixes.ts';
import type { Parts } from './build.ts';
import { Kind, kindIn, lengthIn, most, slotIn } from './checks.ts';
import { type Doors, enter } from './doors.ts';
import { nameIn, namingOf } from './naming.ts';
import { type Reading, readSingle } from './slots.ts';
import { verdicts } from './verdicts.ts';

/**
 * Matches events in which every used path has one value at most, as alerts are. Each predicate is asked once at most per event, and
 * only when an alternative needs it. The answer is the number of rules written to `into`, some perhaps twice, or -1 for an
 * event of another kind. What is kept between calls is scratch space only.
 */
export const singleMatcher = <T>({ rules, predicates, ids, paths, steps, nodes, doors, always }: Parts<T>) => {
  const { rows, branches } = nodes;
  const reading: Reading = {
    values: Array(paths.length).fill(undefined),
    filled: new Int32Array(paths.length),
    count: 0,
  };
  const { values, filled } = reading;
  const doorsOf: (Doors | undefined)[] = Array(paths.length).fill(undefined);
  for (const each of doors) doorsOf[each.slot] = each;
  const tests = predicates.map(({ meets }) => meets);
  const slotOf = Int32Array.from(predicates, ({ slot }) => slot);
  const mayBeAbsent = Uint8Array.from(predicates, (predicate) => Number(predicate.mayBeAbsent));

  let found: number[] = [];
  let count = 0;

  // The number of each slot's value: 0 where no rule names it or there is none, -1 where nobody has asked yet.
  const namings = ids.map(namingOf);
  const named = new Int32Array(paths.length);
  const nameOf = (slot: number): number => {
    if (named[slot]! < 0) named[slot] = nameIn(namings[slot]!, values[slot] as Scalar);
    return named[slot]!;
  };

  const { ask, forget } = verdicts(predicates.length, (number) => {
    const value = values[slotOf[number]!];
    return value === undefined ? mayBeAbsent[number] === 1 : tests[number]!(value);
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
    switch (kindIn(code)) {
      case Kind.is:
        return nameOf(slotIn(code)) === operand;
      case Kind.among:
        return ((operand >>> nameOf(slotIn(code))) & 1) === 1;
      case Kind.head:
        return heads(slotIn(code), lengthIn(code)) === operand;
      case Kind.tail:
        return tails(slotIn(code), lengthIn(code)) === operand;
      default:
        return ask(operand);
    }
  };

  const visit = (node: number): void => {
    const end = rows[node + 1]!;
    for (let row = node + 2; row < end; ) {
      const next = rows[row + 1]!;
      let at = row + 2;
      while (at < next && check(rows[at]!, rows[at + 1]!)) at += 2;
      if (at === next) found[count++] = rules[rows[row]!]!;
      row = next;
    }
    const onward = rows[node]!;
    if (onward < 0) return;
    for (const { slot, nodes: further } of branches[onward]!) {
      const there = further.get(nameOf(slot));
      if (there !== undefined) visit(there);
    }
  };

  const search = (): void => {
    for (let i = 0; i < reading.count; i++) named[filled[i]!] = -1;
    for (let i = 0; i < reading.count; i++) {
      const slot = filled[i]!;
      const behind = doorsOf[slot];
      if (behind !== undefined) enter(behind, values[slot] as Scalar, nameOf(slot), visit);
    }
    visit(always);
  };

  return (given: object, into: number[]): number => {
    forget();
    event = (event + 1) | 0;
    found = into;
    count = 0;
    const complete = readSingle(given, steps, reading);
    if (complete) search();
    for (let i = 0; i < reading.count; i++) {
      values[filled[i]!] = undefined;
      named[filled[i]!] = 0;
    }
    reading.count = 0;
    return complete ? count : -1;
  };
};
