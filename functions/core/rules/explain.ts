import { holds, type Scalar } from './condition.ts';
import type { Field, Pattern } from './pattern.ts';
import { deepest, together, type Wish } from './together.ts';
import { inWords } from './words.ts';

/** One field of a pattern against one event. */
export interface FieldExplanation {
  path: string;
  held: boolean;
  /** The leaves that the event has at this path; none when it has no such field. */
  actual: Scalar[];
  /** What the pattern wants of it, in words. */
  expected: string;
}

/** One alternative of a pattern; all its fields must hold. */
export interface AlternativeExplanation {
  held: boolean;
  fields: FieldExplanation[];
  /** Set when each field held, but not in the same element of an array. */
  apart?: true;
}

/** Why a pattern matched an event or not; it did when one of the alternatives held. */
export interface Explanation {
  held: boolean;
  alternatives: AlternativeExplanation[];
}

/** The leaves of an event at one path: arrays flatten, and `a.b` is the same as `a` with `b` in it. */
const leavesAt = (value: unknown, rest: string | undefined, level = 0): Scalar[] => {
  if (Array.isArray(value))
    return level < deepest ? value.flatMap((element) => leavesAt(element, rest, level + 1)) : [];
  if (typeof value !== 'object' || value === null)
    return rest === undefined && value !== undefined ? [value as Scalar] : [];
  if (rest === undefined) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === rest) return leavesAt(inner, undefined, level);
    return rest.startsWith(`${key}.`) ? leavesAt(inner, rest.slice(key.length + 1), level) : [];
  });
};

const isEvent = (event: unknown): boolean => typeof event === 'object' && event !== null && !Array.isArray(event);

const wishOf = ({ path, conditions }: Field): Wish => ({
  path,
  meets: (value) => conditions.some((condition) => holds(condition, value)),
  mayBeAbsent: conditions.some(({ is }) => is === 'absent'),
});

/**
 * Whether a pattern matches an event: the obvious reading of pattern.md, one pattern and one event at a time, and the test oracle
 * of the automaton. An event that is no JSON object matches nothing.
 */
export const matches = (pattern: Pattern, event: unknown): boolean =>
  pattern.alternatives.some((fields) => together(event, fields.map(wishOf)));

const explainField = (field: Field, event: unknown): FieldExplanation => {
  const wish = wishOf(field);
  const actual = isEvent(event) ? leavesAt(event, field.path) : [];
  const held = isEvent(event) && (actual.some(wish.meets) || (actual.length === 0 && wish.mayBeAbsent));
  return { path: field.path, held, actual, expected: field.conditions.map(inWords).join(', or ') };
};

const explainAlternative = (fields: Field[], event: unknown): AlternativeExplanation => {
  const explained = fields.map((field) => explainField(field, event));
  // Inside arrays a field can be absent from the element that matched although another element has it.
  if (together(event, fields.map(wishOf)))
    return { held: true, fields: explained.map((field) => ({ ...field, held: true })) };
  return { held: false, fields: explained, ...(explained.every(({ held }) => held) && { apart: true }) };
};

/** Which parts of a pattern held for an event and which failed, with what was found and what was expected. */
export const explain = (pattern: Pattern, event: unknown): Explanation => {
  const alternatives = pattern.alternatives.map((fields) => explainAlternative(fields, event));
  return { held: alternatives.some(({ held }) => held), alternatives };
};
