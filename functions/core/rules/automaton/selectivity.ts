import type { Condition } from '../condition.ts';
import { exactValues, type Predicate } from './predicates.ts';

/** The longest literal that a value must begin or end with to meet a condition; undefined when there is none. */
export const anchorOf = (condition: Condition): { side: 'head' | 'tail'; text: string } | undefined => {
  if (condition.is === 'prefix') return condition.text === '' ? undefined : { side: 'head', text: condition.text };
  if (condition.is === 'suffix') return condition.text === '' ? undefined : { side: 'tail', text: condition.text };
  if (condition.is !== 'wildcard') return undefined;
  const head = condition.pieces[0]!;
  const tail = condition.pieces[condition.pieces.length - 1]!;
  if (head === '' && tail === '') return undefined;
  return head.length >= tail.length ? { side: 'head', text: head } : { side: 'tail', text: tail };
};

/** How many different values and anchors rules name for each slot. */
const variety = (predicates: Predicate[], slots: number): number[] => {
  const named = Array.from({ length: slots }, () => new Set<unknown>());
  for (const { slot, conditions } of predicates)
    for (const condition of conditions) {
      const anchor = condition.is === 'exactly' ? undefined : anchorOf(condition);
      if (condition.is === 'exactly') named[slot]!.add(condition.value);
      if (anchor) named[slot]!.add(`${anchor.side} ${anchor.text}`);
    }
  return named.map(({ size }) => size);
};

/**
 * Estimates, for each predicate, in what share of events it holds: one over the number of different values that rules name for
 * the slot. Above 1 means that it holds even where the event has no value, and cannot be a way to find its rules.
 */
export const selectivity = (predicates: Predicate[], slots: number): Float64Array => {
  const different = variety(predicates, slots);
  const shareOf = (slot: number, condition: Condition): number => {
    if (condition.is === 'exactly') return Math.min(0.4, 1 / different[slot]!);
    if (anchorOf(condition)) return Math.min(0.5, 4 / different[slot]!);
    return condition.is === 'numeric' ? 0.6 : 0.9;
  };
  return Float64Array.from(predicates, ({ slot, conditions, mayBeAbsent }) => {
    const sum = conditions.reduce((shares, condition) => shares + shareOf(slot, condition), 0);
    return mayBeAbsent ? 2 : Math.min(1, sum);
  });
};

/** The most telling predicate of those given that amounts to a list of exact values; undefined when none is worth a lookup. */
export const bestExact = (given: number[], predicates: Predicate[], shares: Float64Array): number | undefined => {
  let best: number | undefined;
  for (const number of given)
    if (shares[number]! < (best === undefined ? 0.3 : shares[best]!) && exactValues(predicates[number]!)) best = number;
  return best;
};
