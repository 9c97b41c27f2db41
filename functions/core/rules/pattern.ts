import type { Condition } from './condition.ts';
import { entryOf, expressions, isObject } from './entry.ts';
import { type Complain, type Fault, quote } from './faults.ts';

export type { Condition } from './condition.ts';
export type { Fault } from './faults.ts';

/** A leaf of the event, by its joined path (`labels.env`), and the conditions of which one must hold. */
export interface Field {
  path: string;
  conditions: Condition[];
}

/** A pattern read and checked: it matches when every field of one of its alternatives does. Without `$or` there is one. */
export interface Pattern {
  alternatives: Field[][];
}

/** How deep objects may nest in a pattern, and into how many alternatives its `$or`s may multiply. */
export const limits = { levels: 100, alternatives: 1000 };

/** What a pattern's objects say, in the order of the document: fields, and choices between further lists. */
type Clause = Field | { choices: Clause[][] };

// Besides the expressions these are kept from being field names inside `$or`, for what the language may grow into.
const reserved = new Set([
  ...expressions,
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

/** Reads a pattern's objects into clauses; `relation` says whether `$or` is a choice or a field of that name. */
const reader = (relation: boolean, complain: Complain) => {
  const field = (value: unknown[], path: string, place: string): Clause[] => {
    if (path.split('.', limits.levels + 1).length > limits.levels)
      complain(
        place,
        `has a path of more than ${limits.levels} levels`,
        'Alerts are flat; match a field nearer to the top.',
      );
    if (value.length === 0) complain(place, 'is an empty list', 'Name at least one value, or leave the field out.');
    const conditions = value
      .map((item, i) => entryOf(item, `${place}[${i}]`, complain))
      .filter((item) => item !== undefined);
    return [{ path, conditions }];
  };

  const choice = (value: unknown, path: string | undefined, place: string, level: number): Clause[] => {
    const cure = 'Give $or a list of at least two objects, each with fields.';
    if (!Array.isArray(value) || value.length < 2) {
      complain(place, `must be a list of at least two objects, not ${quote(value)}`, cure);
      return [];
    }
    const branch = (item: unknown, i: number): Clause[] => {
      if (isObject(item)) return object(item, path, `${place}[${i}]`, level + 1, true);
      complain(`${place}[${i}]`, `must be an object, not ${quote(item)}`, cure);
      return [];
    };
    return [{ choices: value.map(branch) }];
  };

  const object = (
    value: Record<string, unknown>,
    path: string | undefined,
    place: string,
    level: number,
    inChoice: boolean,
  ): Clause[] => {
    if (level > limits.levels) {
      complain(
        place,
        `is nested deeper than ${limits.levels} levels`,
        'Alerts are flat; match a field nearer to the top.',
      );
      return [];
    }
    const entries = Object.entries(value);
    if (entries.length === 0)
      complain(place, 'is an empty object', 'Name at least one field, e.g. {"status": ["firing"]}.');
    return entries.flatMap(([name, inner]) => {
      const at = place === '' ? name : `${place}.${name}`;
      if (relation && name === '$or') return choice(inner, path, at, level);
      if (inChoice && reserved.has(name)) {
        complain(
          at,
          `${quote(name)} is reserved and cannot be a field inside $or`,
          'Put match expressions in the list of a field.',
        );
        return [];
      }
      const below = path === undefined ? name : `${path}.${name}`;
      if (Array.isArray(inner)) return field(inner, below, at);
      if (isObject(inner)) return object(inner, below, at, level + 1, inChoice);
      complain(at, `must be a list or an object, not ${quote(inner)}`, `Write a list of values: [${quote(inner)}].`);
      return [];
    });
  };
  return object;
};

const product = (clauses: Clause[]): number =>
  clauses.reduce(
    (n, clause) => ('choices' in clause ? n * clause.choices.reduce((sum, each) => sum + product(each), 0) : n),
    1,
  );

/** Multiplies the choices out. A field that is named again further down the document replaces what was said of it before. */
const expand = (clauses: Clause[], before: Map<string, Field>[]): Map<string, Field>[] =>
  clauses.reduce(
    (alternatives, clause) =>
      'choices' in clause
        ? clause.choices.flatMap((each) => expand(each, alternatives))
        : alternatives.map((alternative) => new Map(alternative).set(clause.path, clause)),
    before,
  );

const read = (value: unknown, relation: boolean): { pattern: Pattern; faults: Fault[] } => {
  const faults: Fault[] = [];
  const complain: Complain = (path, problem, cure) => {
    faults.push({ path, problem, cure });
  };
  if (!isObject(value)) {
    complain('', `must be an object, not ${quote(value)}`, 'Write {"name": ["..."]}.');
    return { pattern: { alternatives: [] }, faults };
  }
  const clauses = reader(relation, complain)(value, undefined, '', 1, false);
  const alternatives = product(clauses);
  if (alternatives > limits.alternatives)
    complain(
      '$or',
      `multiplies into ${alternatives} alternatives, of at most ${limits.alternatives}`,
      'Split it into several rules.',
    );
  if (faults.length > 0) return { pattern: { alternatives: [] }, faults };
  return { pattern: { alternatives: expand(clauses, [new Map()]).map((fields) => [...fields.values()]) }, faults };
};

/**
 * Reads a pattern from its JSON value, e.g. `{"name": ["NodeDiskPressure"], "labels": {"env": [{"anything-but": "prod"}]}}`, and
 * finds all its faults at once. The language is described in pattern.md. A `$or` that is no choice between objects is a
 * field of that name, where the pattern then has no fault.
 */
export const parsePattern = (
  value: unknown,
): { pattern: Pattern; faults: [] } | { pattern?: undefined; faults: Fault[] } => {
  const strict = read(value, true);
  if (strict.faults.length === 0) return { pattern: strict.pattern, faults: [] };
  const plain = read(value, false);
  return plain.faults.length === 0 ? { pattern: plain.pattern, faults: [] } : { faults: strict.faults };
};
