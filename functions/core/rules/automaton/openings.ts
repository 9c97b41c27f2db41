import type { Scalar } from '../condition.ts';
import { unnamed } from './checks.ts';
import { type Doors, enter } from './doors.ts';

/** Finds what a text opens. */
export interface Openings {
  /** The place in `found` where that stands: the text's number, how many nodes it opens, and these. */
  placeOf(text: string): number;
  /** Changes with each call of `placeOf`. */
  found: Int32Array;
}

/** The longest text of which anything is remembered, in characters. */
export const longest = 256;

/** What remembering one text takes beside what stands in `found`, in numbers, about. */
const overhead = 16;

// What a text stands for that is not named and opens nothing, as most do.
const nothing = [unnamed, 0];

/**
 * Alerts have the same few texts over and over, so what was found once is remembered: about `room` numbers altogether, and when
 * that is full all is forgotten.
 */
export const openings = (doors: Doors, ids: ReadonlyMap<Scalar, number>, room: number): Openings => {
  const places = new Map<string, number>();
  let end = nothing.length;

  const find = (text: string): number[] => {
    const id = ids.get(text) ?? unnamed;
    const nodes = new Set<number>();
    if (doors.exact[id]! > 0) nodes.add(doors.exact[id]!);
    enter(doors, text, (node) => nodes.add(node));
    return [id, nodes.size, ...nodes];
  };

  const forget = (): void => {
    places.clear();
    end = nothing.length;
  };

  const write = (numbers: number[]): number => {
    const place = end;
    end += numbers.length;
    if (end > self.found.length) {
      const longer = new Int32Array(2 * end);
      longer.set(self.found);
      self.found = longer;
    }
    self.found.set(numbers, place);
    return place;
  };

  const remember = (text: string): number => {
    const numbers = find(text);
    if (end + numbers.length + overhead * places.size > room) forget();
    const isNothing = numbers[0] === unnamed && numbers[1] === 0;
    const place = isNothing ? 0 : write(numbers);
    places.set(text, place);
    return place;
  };

  const self: Openings = { found: Int32Array.from(nothing), placeOf: (text) => places.get(text) ?? remember(text) };
  return self;
};
