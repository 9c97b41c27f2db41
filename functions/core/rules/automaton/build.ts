import type { Pattern } from '../pattern.ts';
import { type Doors, drafting } from './doors.ts';
import { type Item, layout, type Node } from './nodes.ts';
import { interning, type Predicate } from './predicates.ts';
import { selectivity } from './selectivity.ts';
import { type Step, stepsOf } from './slots.ts';

/** The immutable parts of an automaton; everything is numbered: rules, their alternatives, predicates, and slots for used paths. */
export interface Parts<T> {
  /** What to answer with, by rule. */
  values: T[];
  predicates: Predicate[];
  /** The rule of each alternative. */
  rules: Int32Array;
  /** The predicates of alternative `a` are those in `asked` from `starts[a]` to `starts[a + 1]`. */
  asked: Int32Array;
  starts: Int32Array;
  /** The rows of the nodes, see `layout`. */
  entries: Int32Array;
  paths: string[];
  steps: Step;
  doors: Doors[];
  /** Alternatives that only absence can decide. */
  always: Node;
}

/** Builds the parts from a list of rules, in time proportional to its length. */
export const build = <T>(given: Iterable<{ pattern: Pattern; value: T }>): Parts<T> => {
  const { slots, predicates, numberOf } = interning();
  const values: T[] = [];
  const rules: number[] = [];
  const asked: number[] = [];
  const starts = [0];
  for (const { pattern, value } of given) {
    for (const fields of pattern.alternatives) {
      for (const field of fields) asked.push(numberOf(field));
      rules.push(values.length);
      starts.push(asked.length);
    }
    values.push(value);
  }

  const shares = selectivity(predicates);
  const { entries, node } = layout(predicates, shares);
  const drafts = drafting();
  const undecided: Item[] = [];
  for (let alternative = 0; alternative < rules.length; alternative++) {
    const all = asked.slice(starts[alternative], starts[alternative + 1]);
    const best = all.reduce((least, number) => (shares[number]! < shares[least]! ? number : least), all[0]!);
    if (predicates[best]!.mayBeAbsent) undecided.push({ alternative, rest: all });
    else drafts.add(predicates[best]!, { alternative, rest: all.filter((number) => number !== best) });
  }

  const doors = drafts.doors(node);
  const always = node(undecided);
  const paths = [...slots.keys()];
  return {
    values,
    predicates,
    rules: Int32Array.from(rules),
    asked: Int32Array.from(asked),
    starts: Int32Array.from(starts),
    entries: Int32Array.from(entries),
    paths,
    steps: stepsOf(paths),
    doors,
    always,
  };
};
