import type { Scalar } from '../condition.ts';
import { together, type Wish } from '../together.ts';
import { alternativesIn } from './blocks.ts';
import type { Parts } from './build.ts';
import { unnamed } from './checks.ts';
import { enter } from './doors.ts';
import type { Branch } from './nodes.ts';
import { readAll } from './slots.ts';
import { verdicts } from './verdicts.ts';

const none: ReadonlySet<Scalar> = new Set();

/**
 * Matches events in which a used path has several values. The doors lead to alternatives that some value makes possible; of those
 * each of whose predicates some value meets, the event itself is asked whether values that go together do. The answer is the
 * number of alternatives written to `into`. What is kept between calls is scratch space only.
 */
export const arrayMatcher = <T>({ predicates, testOf, ids, asked, starts, steps, nodes, doors, always }: Parts<T>) => {
  const { rows, branches } = nodes;
  const read = new Map<number, Set<Scalar>>();
  const possible = new Set<number>();
  const valuesOf = (slot: number): ReadonlySet<Scalar> => read.get(slot) ?? none;

  const { ask, forget } = verdicts(predicates.length, (number) => {
    const { slot, mayBeAbsent } = predicates[number]!;
    if (mayBeAbsent) return true;
    const meets = testOf(number);
    for (const value of valuesOf(slot)) if (meets(value)) return true;
    return false;
  });

  const mayMatch = (alternative: number): boolean => {
    for (let at = starts[alternative]!; at < starts[alternative + 1]!; at++) if (!ask(asked[at]!)) return false;
    return true;
  };

  /** Goes on by whichever of the two is shorter, so that long arrays and many rules do not multiply. */
  const follow = ({ slot, nodes: further }: Branch): void => {
    const values = valuesOf(slot);
    if (further.size < values.size) {
      const named = new Set([...values].map((value) => ids[slot]!.get(value)));
      for (const [id, there] of further) if (named.has(id)) visit(there);
      return;
    }
    for (const value of values) {
      const there = further.get(ids[slot]!.get(value) ?? 0);
      if (there !== undefined) visit(there);
    }
  };

  const visit = (node: number): void => {
    for (const alternative of alternativesIn(rows, node + 2, rows[node + 1]!))
      if (mayMatch(alternative)) possible.add(alternative);
    for (const branch of branches[rows[node]!] ?? []) follow(branch);
  };

  const agrees = (event: object, alternative: number): boolean => {
    const numbers = asked.subarray(starts[alternative], starts[alternative + 1]);
    const wishes = Array.from(numbers, (number): Wish => ({ ...predicates[number]!, meets: testOf(number) }));
    return together(event, wishes);
  };

  return (event: object, into: number[]): number => {
    forget();
    readAll(event, steps, read);
    for (const each of doors)
      for (const value of valuesOf(each.slot)) {
        const node = each.exact[ids[each.slot]!.get(value) ?? unnamed]!;
        if (node > 0) visit(node);
        enter(each, value, visit);
      }
    visit(always);
    let count = 0;
    for (const alternative of possible) if (agrees(event, alternative)) into[count++] = alternative;
    read.clear();
    possible.clear();
    return count;
  };
};
