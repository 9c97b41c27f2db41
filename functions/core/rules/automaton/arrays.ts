import type { Scalar } from '../condition.ts';
import { together } from '../together.ts';
import type { Parts } from './build.ts';
import { enter } from './doors.ts';
import { readAll } from './slots.ts';

/**
 * Matches events in which a used path has several values. The doors lead to alternatives that some value makes possible; of those
 * each of whose predicates some value meets, the event itself is asked whether values that go together do. The answer is the
 * number of rules written to `into`.
 */
export const arrayMatcher = <T>({ predicates, ids, rules, asked, starts, steps, nodes, doors, always }: Parts<T>) => {
  const { rows, branches } = nodes;
  return (event: object, into: number[]): number => {
    const read = new Map<number, Set<Scalar>>();
    readAll(event, steps, read);
    const valuesOf = (slot: number): ReadonlySet<Scalar> => read.get(slot) ?? new Set();

    const verdicts = new Map<number, boolean>();
    const mayHold = (number: number): boolean => {
      const known = verdicts.get(number);
      if (known !== undefined) return known;
      const { slot, mayBeAbsent, meets } = predicates[number]!;
      const verdict = mayBeAbsent || [...valuesOf(slot)].some(meets);
      verdicts.set(number, verdict);
      return verdict;
    };

    const possible = new Set<number>();
    const visit = (node: number): void => {
      for (let row = node + 2; row < rows[node + 1]!; row = rows[row + 1]!) possible.add(rows[row]!);
      for (const { slot, nodes: further } of branches[rows[node]!] ?? []) {
        const values = valuesOf(slot);
        // By whichever of the two is shorter, so that long arrays and many rules do not multiply.
        if (further.size < values.size) {
          const named = new Set([...values].map((value) => ids[slot]!.get(value)));
          for (const [id, there] of further) if (named.has(id)) visit(there);
        } else
          for (const value of values) {
            const there = further.get(ids[slot]!.get(value) ?? 0);
            if (there !== undefined) visit(there);
          }
      }
    };
    for (const each of doors)
      for (const value of valuesOf(each.slot)) enter(each, value, ids[each.slot]!.get(value) ?? 0, visit);
    visit(always);

    const matched = new Set<number>();
    for (const alternative of possible) {
      if (matched.has(rules[alternative]!)) continue;
      const numbers = asked.subarray(starts[alternative], starts[alternative + 1]);
      if (
        numbers.every(mayHold) &&
        together(
          event,
          Array.from(numbers, (number) => predicates[number]!),
        )
      )
        matched.add(rules[alternative]!);
    }
    let count = 0;
    for (const rule of matched) into[count++] = rule;
    return count;
  };
};
