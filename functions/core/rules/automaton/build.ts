import type { Scalar } from '../condition.ts';
import type { Pattern } from '../pattern.ts';
import { type Doors, drafting } from './doors.ts';
import { type Item, layout, type Nodes } from './nodes.ts';
import { interning, type Predicate } from './predicates.ts';
import { selectivity } from './selectivity.ts';
import { type Step, stepsOf } from './slots.ts';
import { type Test, testing } from './tests.ts';

/** The parts of an automaton; everything is numbered: rules, their alternatives, predicates, slots for used paths, exact values. */
export interface Parts<T> {
  /** What to answer with, by rule. */
  values: T[];
  /** The rule of each alternative. */
  rules: Int32Array;
  /** The predicates of alternative `a` are those in `asked` from `starts[a]` to `starts[a + 1]`. */
  asked: Int32Array;
  starts: Int32Array;
  predicates: Predicate[];
  /** What a value must meet, by predicate. */
  testOf: (predicate: number) => Test;
  /** By slot, the number of each exact value that rules name, from 1. */
  ids: Map<Scalar, number>[];
  paths: string[];
  steps: Step;
  nodes: Nodes;
  doors: Doors[];
  /** The node of alternatives that absence alone can satisfy. */
  always: number;
}

// After so many rules there may be a pause; that is a few milliseconds.
const slice = 256;

/** Builds the parts from a list of rules, in time proportional to its length; each `yield` is a place for a pause. */
export const building = function* <T>(given: Iterable<{ pattern: Pattern; value: T }>): Generator<void, Parts<T>> {
  const { slots, predicates, ids, numberOf } = interning();
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
    if (values.push(value) % slice === 0) yield;
  }

  const shares = selectivity(predicates, slots.size);
  const { node, nodes } = layout(predicates, ids, shares);
  const drafts = drafting(predicates, ids);
  const undecided: Item[] = [];
  for (let alternative = 0; alternative < rules.length; alternative++) {
    if (alternative % slice === 0) yield;
    const all = asked.slice(starts[alternative], starts[alternative + 1]);
    const best = all.reduce((least, number) => (shares[number]! < shares[least]! ? number : least));
    if (predicates[best]!.mayBeAbsent) undecided.push({ alternative, rest: all });
    else drafts.add(best, { alternative, rest: all.filter((number) => number !== best) });
  }

  const doors = yield* drafts.doors(node);
  const always = node(undecided);
  const paths = [...slots.keys()];
  return {
    values,
    rules: Int32Array.from(rules),
    asked: Int32Array.from(asked),
    starts: Int32Array.from(starts),
    predicates,
    testOf: testing(predicates),
    ids,
    paths,
    steps: stepsOf(paths),
    nodes: nodes(),
    doors,
    always,
  };
};
