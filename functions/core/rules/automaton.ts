import { arrayMatcher } from './automaton/arrays.ts';
import { building, type Parts } from './automaton/build.ts';
import { ordering } from './automaton/order.ts';
import { print } from './automaton/print.ts';
import { singleMatcher } from './automaton/single.ts';
import type { Pattern } from './pattern.ts';

/** Many patterns as one, for finding which of them match an event in about the time that parsing its JSON takes. */
export interface Automaton<T> {
  /** The values of all rules whose pattern matches the event, in the order in which the rules were given. */
  match(event: unknown): T[];
  /** How the rules are laid out, for a person who asks why matching is slow. */
  print(): string;
}

/** What an automaton is built from: patterns, and what to answer with where each matches. */
export type Given<T> = Iterable<{ pattern: Pattern; value: T }>;

const matcherOf = <T>(parts: Parts<T>): Automaton<T> => {
  const { rules, values } = parts;
  const single = singleMatcher(parts);
  const arrays = arrayMatcher(parts);
  const inOrder = ordering(rules.length);
  const found: number[] = [];
  // Without $or an alternative has the number of its rule.
  const isPlain = rules.length === values.length;
  const valuesOf = (count: number): T[] => {
    const all: T[] = Array(count);
    let length = 0;
    let last = -1;
    for (let i = 0; i < count; i++) {
      const rule = isPlain ? found[i]! : rules[found[i]!]!;
      if (rule !== last) all[length++] = values[rule]!;
      last = rule;
    }
    all.length = length;
    return all;
  };
  return {
    match(event) {
      if (typeof event !== 'object' || event === null || Array.isArray(event)) return [];
      let count = single(event, found);
      if (count < 0) count = arrays(event, found);
      return count === 0 ? [] : valuesOf(inOrder(found, count));
    },
    print: () => print(parts),
  };
};

/**
 * Builds the automaton of a list of rules, once: it never changes, and a changed list gets a new one. Rules do not influence each
 * other; a rule's verdict is that of `matches` in explain.ts. An event that is no JSON object matches nothing.
 *
 * How it works: each alternative of a pattern is filed behind its most telling field, where the value of an event leads to it by a
 * key (an exact value, the beginning or end of a text, a rare part of it), and what a text leads to is remembered. Its other
 * fields are checked only then: alternatives that are checked in the same way lie together, column by column, and a check that they
 * have in common is made once. Where many alternatives lie behind one value, further exact values divide them.
 */
export const automaton = <T>(rules: Given<T>): Automaton<T> => {
  const steps = building(rules);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return matcherOf(step.value);
};

/**
 * The same, built in slices of a few milliseconds between which `pause` is awaited, so that matching with the set before goes
 * on; give it what lets other work run, e.g. `setImmediate` as a promise. Rules may be read while they are iterated.
 */
export const automatonInSlices = async <T>(rules: Given<T>, pause: () => Promise<void>): Promise<Automaton<T>> => {
  const steps = building(rules);
  let step = steps.next();
  for (; !step.done; step = steps.next()) await pause();
  return matcherOf(step.value);
};
