import { arrayMatcher } from './automaton/arrays.ts';
import { build } from './automaton/build.ts';
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

/**
 * Builds the automaton of a list of rules, once: it never changes, and a changed list gets a new one. Rules do not influence each
 * other; a rule's verdict is that of `matches` in explain.ts. An event that is no JSON object matches nothing.
 *
 * How it works: each alternative of a pattern is filed behind its most telling field, where the value of an event leads to it by a
 * key (an exact value, the beginning or end of a text, a sorted range of numbers); its other fields are checked only then, and each
 * distinct check once per event. Where many alternatives lie behind one value, further exact values divide them.
 */
export const automaton = <T>(rules: Iterable<{ pattern: Pattern; value: T }>): Automaton<T> => {
  const parts = build(rules);
  const single = singleMatcher(parts);
  const arrays = arrayMatcher(parts);
  const inOrder = ordering(parts.rules.length);
  const found: number[] = [];
  const valuesOf = (count: number): T[] => {
    const { rules, values } = parts;
    const all: T[] = [];
    let last = -1;
    for (let i = 0; i < count; i++) {
      const rule = rules[found[i]!]!;
      if (rule !== last) all.push(values[rule]!);
      last = rule;
    }
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
