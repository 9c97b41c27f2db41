import type { Scalar } from '../condition.ts';
import { together } from '../together.ts';
import type { Parts } from './build.ts';
import { enter } from './doors.ts';
import type { Branch, Node } from './nodes.ts';
import { readAll } from './slots.ts';

const no: ReadonlySet<Scalar> = new Set();

/** The nodes of a branch that some value leads to, by whichever of the two is shorter. */
const reached = ({ nodes }: Branch, values: ReadonlySet<Scalar>): Node[] =>
  values.size < nodes.size
    ? [...values].map((value) => nodes.get(value)).filter((node) => node !== undefined)
    : [...nodes].filter(([value]) => values.has(value)).map(([, node]) => node);

/**
 * Matches events in which a used path has several values. What the automaton finds are alternatives each of whose predicates
 * some value meets; whether values that go together do is then asked of the event itself.
 */
export const arrayMatcher =
  <T>({ predicates, rules, asked, starts, entries, steps, doors, always }: Parts<T>) =>
  (event: object): number[] => {
    const read = new Map<number, Set<Scalar>>();
    readAll(event, steps, read);

    const verdicts = new Map<number, boolean>();
    const mayHold = (number: number): boolean => {
      const { slot, mayBeAbsent, meets } = predicates[number]!;
      let verdict = verdicts.get(number);
      if (verdict === undefined)
        verdicts.set(number, (verdict = mayBeAbsent || [...(read.get(slot) ?? no)].some(meets)));
      return verdict;
    };

    const candidates = new Set<number>();
    const visit = ({ from, to, branches }: Node): void => {
      for (let at = from; at < to; at += 2 + entries[at + 1]!)
        if (entries.subarray(at + 2, at + 2 + entries[at + 1]!).every(mayHold)) candidates.add(entries[at]!);
      for (const branch of branches) for (const node of reached(branch, read.get(branch.slot) ?? no)) visit(node);
    };
    for (const each of doors) for (const value of read.get(each.slot) ?? no) enter(each, value, visit);
    visit(always);

    const matched = new Set<number>();
    for (const alternative of candidates) {
      if (matched.has(rules[alternative]!)) continue;
      const wishes = Array.from(
        asked.subarray(starts[alternative], starts[alternative + 1]),
        (number) => predicates[number]!,
      );
      if (together(event, wishes)) matched.add(rules[alternative]!);
    }
    return [...matched];
  };
