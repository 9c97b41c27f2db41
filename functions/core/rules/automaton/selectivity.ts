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

/**
 * Estimates, for each predicate, in what share of events it holds: one over the number of different values that rules name for
 * the slot. Above 1 means that it holds even where the event has no value, and cannot be a way to find its rules.
 */
export const selectivity = (predicates: Predicate[]): Float64Array => {
  const values = new Map<number, Set<unknown>>();
  const count = (slot: number, value: unknown) => {
    const there = values.get(slot);
    if (there) there.add(value);
    else values.set(slot, new Set([value]));
  };
  for (const { slot, conditions } of predicates)
    for (const condition of conditions) {
      if (condition.is === 'exactly') count(slot, condition.value);
      const anchor = anchorOf(condition);
      if (anchor) count(slot, `${anchor.side}${anchor.text}`);
    }
  const shareOf = (slot: number, condition: Condition): number => {
    const different = values.get(slot)?.size ?? 1;
    if (condition.is === 'exactly') return Math.min(0.4, 1 / different);
    if (anchorOf(condition)) return Math.min(0.5, 4 / different);
    return condition.is === 'numeric' ? 0.6 : 0.9;
  };
  return Float64Array.from(predicates, ({ slot, conditions, mayBeAbsent }) =>
    mayBeAbsent
      ? 2
      : Math.min(
          1,
          conditions.reduce((sum, condition) => sum + shareOf(slot, condition), 0),
        ),
  );
};

/** The most telling predicate of those given that amounts to a list of exact values; undefined when none is worth a lookup. */
export const bestExact = (given: number[], predicates: Predicate[], shares: Float64Array): number | undefined => {
  let best: number | undefined;
  for (const number of given)
    if (shares[number]! < (best === undefined ? 0.5 : shares[best]!) && exactValues(predicates[number]!)) best = number;
  return best;
};
