import type { Scalar } from '../condition.ts';
import { deepest } from '../together.ts';
import { under } from './filing.ts';

/** One step of a path that rules use: the number of the path that ends here, if one does, and the keys that lead on. */
export interface Step {
  slot: number;
  next: Map<string, Step>;
  /** The keys of the last object seen here, in order, and where each led: the next one most likely has the same. */
  lastKeys: string[];
  lastSteps: (Step | undefined)[];
}

// Longer objects are looked up key by key.
const remembered = 64;

const newStep = (): Step => ({
  slot: -1,
  next: new Map(),
  lastKeys: Array(remembered).fill(''),
  lastSteps: Array(remembered).fill(undefined),
});

/** The tree of all used paths; a path `a.b` is reached by the keys `a` and `b`, and by the key `a.b` alone. */
export const stepsOf = (paths: Iterable<string>): Step => {
  const steps = new Map<string, Step>();
  const step = (path: string): Step => under(steps, path, newStep);
  const root = newStep();
  let slot = 0;
  for (const path of paths) {
    const dots = [...path.matchAll(/\./g)].map(({ index }) => index);
    step(path).slot = slot++;
    for (const end of [...dots, path.length]) {
      const there = step(path.slice(0, end));
      root.next.set(path.slice(0, end), there);
      for (const start of dots) if (start < end) step(path.slice(0, start)).next.set(path.slice(start + 1, end), there);
    }
  }
  return root;
};

/** The value of each used path in one event, by slot; undefined where it has none. The first `count` of `filled` are the slots that do. */
export interface Reading {
  values: (Scalar | undefined)[];
  filled: Int32Array;
  count: number;
}

/**
 * Reads the used paths of an event in which each has one value at most. False when one has more, which is when an array is on the
 * way or when keys with dots lead to the same path twice; the reading is then unfinished.
 */
export const readSingle = (object: object, step: Step, reading: Reading): boolean => {
  const { next, lastKeys, lastSteps } = step;
  let at = 0;
  for (const key in object) {
    let there: Step | undefined;
    if (at < remembered && lastKeys[at] === key) there = lastSteps[at];
    else {
      there = next.get(key);
      if (at < remembered) {
        lastKeys[at] = key;
        lastSteps[at] = there;
      }
    }
    at++;
    if (there === undefined) continue;
    const value = (object as Record<string, unknown>)[key];
    if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value)) return false;
      if (there.next.size > 0 && !readSingle(value, there, reading)) return false;
    } else if (there.slot >= 0 && value !== undefined) {
      if (reading.values[there.slot] !== undefined) return false;
      reading.values[there.slot] = value as Scalar;
      reading.filled[reading.count++] = there.slot;
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
  } else if (step.slot >= 0 && value !== undefined)
    under(found, step.slot, () => new Set<Scalar>()).add(value as Scalar);
};
