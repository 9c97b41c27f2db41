import type { Scalar } from '../condition.ts';
import type { Parts } from './build.ts';
import { type Doors, enter } from './doors.ts';
import type { Node } from './nodes.ts';
import { type Reading, readSingle } from './slots.ts';

/**
 * Matches events in which every used path has one value at most, as alerts are. Each predicate is tried once at most per event, and
 * only when an alternative needs it. The answer is the number of alternatives written to `found`, or -1 for an event of
 * another kind. The state between calls is scratch space only.
 */
export const singleMatcher = <T>({ predicates, entries, paths, steps, doors, always }: Parts<T>) => {
  const reading: Reading = { values: Array<Scalar | undefined>(paths.length).fill(undefined), filled: [] };
  const { values, filled } = reading;
  const doorsBySlot: (Doors | undefined)[] = paths.map(() => undefined);
  for (const each of doors) doorsBySlot[each.slot] = each;

  // The verdict of a predicate on the current event: twice the event's number, plus one when it holds.
  const verdicts = new Int32Array(predicates.length);
  let event = 0;
  let found: number[] = [];
  let count = 0;

  const verdict = (number: number): boolean => {
    const known = verdicts[number]!;
    if (known >> 1 === event) return (known & 1) === 1;
    const { slot, mayBeAbsent, meets } = predicates[number]!;
    const value = values[slot];
    const holds = value === undefined ? mayBeAbsent : meets(value);
    verdicts[number] = (event << 1) | Number(holds);
    return holds;
  };

  const visit = ({ from, to, branches }: Node): void => {
    for (let at = from; at < to; ) {
      const end = at + 2 + entries[at + 1]!;
      let next = at + 2;
      while (next < end && verdict(entries[next]!)) next++;
      if (next === end) found[count++] = entries[at]!;
      at = end;
    }
    for (const { slot, nodes } of branches) {
      const value = values[slot];
      const node = value === undefined ? undefined : nodes.get(value);
      if (node !== undefined) visit(node);
    }
  };

  return (given: object, into: number[]): number => {
    if (event === 2 ** 30 - 1) {
      verdicts.fill(0);
      event = 0;
    }
    event++;
    found = into;
    count = 0;
    const complete = readSingle(given, steps, reading);
    if (complete) {
      for (const slot of filled) {
        const each = doorsBySlot[slot];
        if (each !== undefined) enter(each, values[slot]!, visit);
      }
      visit(always);
    }
    for (const slot of filled) values[slot] = undefined;
    filled.length = 0;
    return complete ? count : -1;
  };
};
