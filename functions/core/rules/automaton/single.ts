import type { Scalar } from '../condition.ts';
import { anchorHashes, type Side } from './affixes.ts';
import type { Parts } from './build.ts';
import { absent, Kind, kindIn, lengthIn, most, slotIn } from './checks.ts';
import { nameIn, namingOf } from './naming.ts';
import { openings } from './openings.ts';
import { type Reading, readSingle } from './slots.ts';
import { verdicts } from './verdicts.ts';

/** How much is remembered of what values open, in numbers. */
const room = 2 ** 18;

/** A slot whose value nobody has named yet. */
const unasked = -2;

/**
 * Matches events in which every used path has one value at most, as alerts are. Each predicate is asked once at most per event, and
 * only when an alternative needs it. The answer is the number of alternatives written to `into`, some perhaps twice, or -1 for an
 * event of another kind. What is kept between calls is scratch space, and what values were seen to open.
 */
export const singleMatcher = <T>({ predicates, ids, paths, steps, nodes, doors, always }: Parts<T>) => {
  const { rows, branches, thresholds } = nodes;
  const reading: Reading = {
    values: Array(paths.length).fill(undefined),
    filled: new Int32Array(paths.length),
    count: 0,
  };
  const { values, filled } = reading;
  const waysOf = doors.map((each) => ({
    slot: each.slot,
    exact: each.exact,
    open: each.doors.length > 0 ? openings(each, Math.ceil(room / doors.length)) : undefined,
  }));
  const tests = predicates.map(({ meets }) => meets);
  const slotOf = Int32Array.from(predicates, ({ slot }) => slot);
  const mayBeAbsent = Uint8Array.from(predicates, (predicate) => Number(predicate.mayBeAbsent));

  let found: number[] = [];
  let count = 0;

  // The number of each slot's value, or `unasked`.
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

  /** Goes through the rows of a block whose guards let it pass. The codes of its columns stand at `codes`. */
  const scan = (codes: number, columns: number, end: number): void => {
    if (columns === 0) {
      for (let row = codes; row < end; row++) found[count++] = rows[row]!;
      return;
    }
    const first = rows[codes]!;
    const isExact = kindIn(first) === Kind.is;
    const name = isExact ? nameOf(slotIn(first)) : absent;
    for (let row = codes + columns; row < end; row += columns + 1) {
      if (isExact ? rows[row] !== name : !check(first, rows[row]!)) continue;
      let column = 1;
      while (column < columns && check(rows[codes + column]!, rows[row + column]!)) column++;
      if (column === columns) found[count++] = rows[row + columns]!;
    }
  };

  const visit = (node: number): void => {
    const end = rows[node + 1]!;
    for (let block = node + 2; block < end; ) {
      const next = rows[block]!;
      const codes = block + 3 + 2 * rows[block + 1]!;
      let guard = block + 3;
      while (guard < codes && check(rows[guard]!, rows[guard + 1]!)) guard += 2;
      if (guard === codes) scan(codes, rows[block + 2]!, next);
      block = next;
    }
    const onward = rows[node]!;
    if (onward < 0) return;
    for (const { slot, nodes: further } of branches[onward]!) {
      const there = further.get(nameOf(slot));
      if (there !== undefined) visit(there);
    }
  };

  const search = (): void => {
    for (let i = 0; i < reading.count; i++) named[filled[i]!] = unasked;
    for (const { slot, exact, open } of waysOf) {
      if (named[slot] === absent) continue;
      const id = nameOf(slot);
      if (exact[id]! > 0) visit(exact[id]!);
      if (open !== undefined) open(values[slot] as Scalar, id, visit);
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
      named[filled[i]!] = absent;
    }
    reading.count = 0;
    return complete ? count : -1;
  };
};
