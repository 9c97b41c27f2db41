import type { Scalar } from '../condition.ts';
import type { Parts } from './build.ts';
import { checker } from './checker.ts';
import { absent, directionOf, Kind, kindIn, slotIn } from './checks.ts';
import { enter } from './doors.ts';
import { longest, openings } from './openings.ts';
import { type Reading, readSingle } from './slots.ts';

/** How much is remembered of what values open, in numbers. */
const room = 2 ** 18;

/**
 * Matches events in which every used path has one value at most, as alerts are. Each predicate is asked once at most per event, and
 * only when an alternative needs it. The answer is the number of alternatives written to `into`, some perhaps twice, or -1 for an
 * event of another kind. What is kept between calls is scratch space, and what values were seen to open.
 */
export const singleMatcher = <T>(parts: Parts<T>) => {
  const { ids, paths, steps, nodes, doors, always } = parts;
  const { rows, branches } = nodes;
  const reading: Reading = {
    values: Array(paths.length).fill(undefined),
    filled: new Int32Array(paths.length),
    count: 0,
  };
  const { values, filled } = reading;
  const { check, nameOf, named, begin, finish } = checker(parts, reading);
  const ways = doors.map((each) => ({
    ...each,
    opening: each.keyless ? undefined : openings(each, ids[each.slot]!, Math.ceil(room / doors.length)),
  }));
  let found: number[] = [];
  let length = 0;

  /** How many of the operands of a sorted column hold; they come first. */
  const holding = (code: number, first: number, count: number): number => {
    let some = 0;
    let none = count;
    while (some < none) {
      const middle = (some + none) >> 1;
      if (check(code, rows[first + middle]!)) some = middle + 1;
      else none = middle;
    }
    return some;
  };

  /** Goes through the `count` alternatives of a block whose guards let it pass; its codes stand at `codes`. */
  const scan = (codes: number, columns: number, count: number): void => {
    const first = codes + columns;
    const numbers = first + columns * count;
    if (columns === 0) {
      for (let row = 0; row < count; row++) found[length++] = rows[numbers + row]!;
      return;
    }
    const code = rows[codes]!;
    const isExact = kindIn(code) === Kind.is;
    const name = isExact ? nameOf(slotIn(code)) : absent;
    const isSorted = directionOf(code) !== 0;
    const end = isSorted ? holding(code, first, count) : count;
    for (let row = 0; row < end; row++) {
      if (isExact ? rows[first + row] !== name : !isSorted && !check(code, rows[first + row]!)) continue;
      let column = 1;
      while (column < columns && check(rows[codes + column]!, rows[first + column * count + row]!)) column++;
      if (column === columns) found[length++] = rows[numbers + row]!;
    }
  };

  const visit = (node: number): void => {
    const end = rows[node + 1]!;
    for (let block = node + 2; block < end; ) {
      const columns = rows[block + 1]!;
      const count = rows[block + 2]!;
      const codes = block + 3 + 2 * rows[block]!;
      let guard = block + 3;
      while (guard < codes && check(rows[guard]!, rows[guard + 1]!)) guard += 2;
      if (guard === codes) scan(codes, columns, count);
      block = codes + columns + (columns + 1) * count;
    }
    const onward = rows[node]!;
    if (onward < 0) return;
    for (const { slot, nodes: further } of branches[onward]!) {
      const there = further.get(nameOf(slot));
      if (there !== undefined) visit(there);
    }
  };

  const enterBy = (way: (typeof ways)[number], value: Scalar): void => {
    const { slot, exact, opening, doors } = way;
    if (opening !== undefined && typeof value === 'string' && value.length <= longest) {
      const place = opening.placeOf(value);
      const { found: nodes } = opening;
      named[slot] = nodes[place]!;
      const end = place + 2 + nodes[place + 1]!;
      for (let at = place + 2; at < end; at++) visit(nodes[at]!);
    } else {
      const node = exact[nameOf(slot)]!;
      if (node > 0) visit(node);
      if (doors.length > 0) enter(way, value, visit);
    }
  };

  const search = (): void => {
    begin();
    for (const way of ways) if (named[way.slot] !== absent) enterBy(way, values[way.slot] as Scalar);
    visit(always);
    finish();
  };

  return (given: object, into: number[]): number => {
    found = into;
    length = 0;
    const complete = readSingle(given, steps, reading);
    if (complete) search();
    for (let i = 0; i < reading.count; i++) values[filled[i]!] = undefined;
    reading.count = 0;
    return complete ? length : -1;
  };
};
