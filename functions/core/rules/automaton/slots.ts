import type { Scalar } from '../condition.ts';
import { deepest } from '../together.ts';
import { under } from './filing.ts';

/** One step of a path that rules use: the number of the path that ends here, if one does, and the keys that lead on. */
export interface Step {
  slot: number;
  next: Map<string, Step>;
  /** The keys that lead on, when they are so few that each is looked up in an object; otherwise the object's keys are. */
  few: string[] | undefined;
  fewSteps: Step[];
  /** The keys of the last object seen here, in order, and where each led: the next one most likely has the same. */
  lastKeys: string[];
  lastSteps: (Step | undefined)[];
}

// How many keys are looked up one by one, and how many of an object's keys are remembered.
const few = 16;
const remembered = 64;

const newStep = (): Step => ({ slot: -1, next: new Map(), few: undefined, fewSteps: [], lastKeys: [], lastSteps: [] });

/** Decides how a step's keys are looked for, once all are known. A key that every object inherits must not be taken for the event's. */
const settle = (step: Step): void => {
  const keys = [...step.next.keys()];
  if (keys.length <= few && !keys.some((key) => key in Object.prototype)) {
    step.few = keys;
    step.fewSteps = [...step.next.values()];
  } else {
    step.lastKeys = Array(remembered).fill('');
    step.lastSteps = Array(remembered).fill(step.next.get(''));
  }
};

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
  for (const each of [root, ...steps.values()]) settle(each);
  return root;
};

/** The value of each used path in one event, by slot; undefined where it has none. The first `count` of `filled` are the slots that do. */
export interface Reading {
  values: (Scalar | undefined)[];
  filled: Int32Array;
  count: number;
}

/** Reads on from one value of an event; false when it has several. */
const take = (value: unknown, step: Step, reading: Reading): boolean => {
  if (typeof value === 'object' && value !== null)
    return !Array.isArray(value) && (step.next.size === 0 || readSingle(value, step, reading));
  const { slot } = step;
  if (slot < 0 || value === undefined) return true;
  if (reading.values[slot] !== undefined) return false;
  reading.values[slot] = value as Scalar;
  reading.filled[reading.count++] = slot;
  return true;
};

const stepBy = ({ next, lastKeys, lastSteps }: Step, key: string, at: number): Step | undefined => {
  if (at < remembered && lastKeys[at] === key) return lastSteps[at];
  const there = next.get(key);
  if (at < remembered) {
    lastKeys[at] = key;
    lastSteps[at] = there;
  }
  return there;
};

/**
 * Reads the used paths of an event in which each has one value at most. False when one has more, which is when an array is on the
 * way or when keys with dots lead to the same path twice; the reading is then unfinished.
 */
export const readSingle = (object: object, step: Step, reading: Reading): boolean => {
  const fields = object as Record<string, unknown>;
  if (step.few !== undefined) {
    for (let i = 0; i < step.few.length; i++) {
      const value = fields[step.few[i]!];
      if (value !== undefined && !take(value, step.fewSteps[i]!, reading)) return false;
    }
    return true;
  }
  let at = 0;
  for (const key in fields) {
    const there = stepBy(step, key, at++);
    if (there !== undefined && !take(fields[key], there, reading)) return false;
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
