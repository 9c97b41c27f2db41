import type { Bound } from '../condition.ts';

/** A numeric range; at least one bound is there. */
export interface Range {
  from?: Bound;
  to?: Bound;
}

/** Finds which of many numeric ranges a number lies in. */
export interface Ranges<E> {
  /** Calls `found` with each entry whose range holds the value. */
  in(value: number, found: (entry: E) => void): void;
}

const isAbove = (value: number, { number, open }: Bound): boolean => (open ? value > number : value >= number);
const isBelow = (value: number, { number, open }: Bound): boolean => (open ? value < number : value <= number);

/** Sorts ranges by a bound, so that those with one bound are found without a look at those that fail. */
export const ranges = <E>(entries: E[], rangeOf: (entry: E) => Range): Ranges<E> => {
  const all = entries.map((entry) => ({ entry, ...rangeOf(entry) }));
  const lower = all
    .filter(({ from }) => from !== undefined)
    .sort(({ from: a }, { from: b }) => a!.number - b!.number || Number(a!.open) - Number(b!.open));
  const upper = all
    .filter(({ from }) => from === undefined)
    .sort(({ to: a }, { to: b }) => b!.number - a!.number || Number(a!.open) - Number(b!.open));
  return {
    in(value, found) {
      if (!Number.isFinite(value)) return;
      for (const { entry, from, to } of lower) {
        if (!isAbove(value, from!)) break;
        if (to === undefined || isBelow(value, to)) found(entry);
      }
      for (const { entry, to } of upper) {
        if (!isBelow(value, to!)) break;
        found(entry);
      }
    },
  };
};
