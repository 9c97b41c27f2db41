import type { Scalar } from '../condition.ts';
import { deepest } from '../together.ts';

/** One step of a path that rules use: the number of the path that ends here, if one does, and the keys that lead on. */
export interface Step {
  slot: number;
  next: Map<string, Step>;
}

/** The tree of all used paths; a path `a.b` is reached by the keys `a` and `b`, and by the key `a.b` alone. */
export const stepsOf = (paths: Iterable<string>): Step => {
  const steps = new Map<string, Step>();
  const step = (path: string): Step => {
    let there = steps.get(path);
    if (!there) steps.set(path, (there = { slot: -1, next: new Map() }));
    return there;
  };
  const root: Step = { slot: -1, next: new Map() };
  let slot = 0;
  for (const path of paths) {
    const ends = [...path.matchAll(/\./g)].map(({ index }) => index);
    step(path).slot = slot++;
    for (const end of [...ends, path.length]) {
      const there = step(path.slice(0, end));
      root.next.set(path.slice(0, end), there);
      for (const start of ends) if (start < end) step(path.slice(0, start)).next.set(path.slice(start + 1, end), there);
    }
  }
  return root;
};

/** The value of each used path in one event, by slot; undefined where the event has none. `filled` lists the slots that have one. */
export interface Reading {
  values: (Scalar | undefined)[];
  filled: number[];
}

/**
 * Reads the used paths of an event in which each has one value at most. False when one has more, which is when an array is on the
 * way or when keys with dots lead to the same path twice; the reading is then unfinished.
 */
export const readSingle = (object: object, step: Step, reading: Reading): boolean => {
  for (const key in object) {
    const there = step.next.get(key);
    if (there === undefined) continue;
    const value = (object as Record<string, unknown>)[key];
    if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value)) return false;
      if (there.next.size > 0 && !readSingle(value, there, reading)) return false;
    } else if (there.slot >= 0 && value !== undefined) {
      if (reading.values[there.slot] !== undefined) return false;
      reading.values[there.slot] = value as Scalar;
      reading.filled.push(there.slot);
    }
  }
  return true;
};

/** Reads all values of the used paths, through arrays and by every key that leads there. */
export const readAll = (value: unknown, step: Step, found: Map<number, Set<Scalar>>, level = 0): void => {
  if (Array.isArray(value)) {
    if (level < deepest) for (const element of value) readAll(element, step, found, level + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) {
      const there = step.next.get(key);
      if (there !== undefined) readAll((value as Record<string, unknown>)[key], there, found, level);
    }
  } else if (step.slot >= 0 && value !== undefined) {
    const values = found.get(step.slot);
    if (values) values.add(value as Scalar);
    else found.set(step.slot, new Set([value as Scalar]));
  }
};
