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

/** Where reading has come to. */
interface Place {
  /** The joined path of the fields below; undefined at the top. */
  path: string | undefined;
  /** The same for the author, with the numbers of list entries. */
  shown: string;
  level: number;
  inChoice: boolean;
}

/** Reads a pattern's objects; `relation` says whether `$or` is a choice or a field of that name. */
const reader = (relation: boolean, complain: Complain) => {
  const readField = (value: unknown[], path: string, shown: string): Field => {
    if (path.length > limits.levels && path.split('.', limits.levels + 1).length > limits.levels)
      complain(
        shown,
        `has a path of more than ${limits.levels} levels`,
        'Alerts are flat; match a field nearer to the top.',
      );
    if (value.length === 0) complain(shown, 'is an empty list', 'Name at least one value, or leave the field out.');
    const conditions: Condition[] = [];
    for (let i = 0; i < value.length; i++) {
      const condition = entryOf(value[i], `${shown}[${i}]`, complain);
      if (condition) conditions.push(condition);
    }
    return { path, conditions };
  };

  const readChoice = (value: unknown, { path, shown, level }: Place): Clause => {
    const cure = 'Give $or a list of at least two objects, each with fields.';
    if (!Array.isArray(value) || value.length < 2) {
      complain(shown, `must be a list of at least two objects, not ${quote(value)}`, cure);
      return { choices: [] };
    }
    const choices = value.map((item, i) => {
      const clauses: Clause[] = [];
      const place = { path, shown: `${shown}[${i}]`, level: level + 1, inChoice: true };
      if (isObject(item)) readObject(item, place, clauses);
      else complain(place.shown, `must be an object, not ${quote(item)}`, cure);
      return clauses;
    });
    return { choices };
  };

  const readEntry = (name: string, value: unknown, place: Place, into: Clause[]): void => {
    const { level, inChoice } = place;
    const shown = place.shown === '' ? name : `${place.shown}.${name}`;
    const path = place.path === undefined ? name : `${place.path}.${name}`;
    if (relation && name === '$or') into.push(readChoice(value, { ...place, shown }));
    else if (inChoice && reserved.has(name))
      complain(
        shown,
        `${quote(name)} is reserved and cannot be a field inside $or`,
        'Put match expressions in the list of a field.',
      );
    else if (Array.isArray(value)) into.push(readField(value, path, shown));
    else if (isObject(value)) readObject(value, { path, shown, level: level + 1, inChoice }, into);
    else
      complain(shown, `must be a list or an object, not ${quote(value)}`, `Write a list of values: [${quote(value)}].`);
  };

  const readObject = (value: Record<string, unknown>, place: Place, into: Clause[]): void => {
    const names = Object.keys(value);
    if (place.level > limits.levels)
      complain(
        place.shown,
        `is nested deeper than ${limits.levels} levels`,
        'Alerts are flat; match a field nearer to the top.',
      );
    else if (names.length === 0)
      complain(place.shown, 'is an empty object', 'Name at least one field, e.g. {"status": ["firing"]}.');
    else for (const name of names) readEntry(name, value[name], place, into);
  };

  return readObject;
};

const product = (clauses: Clause[]): number =>
  clauses.reduce(
    (n, clause) => ('choices' in clause ? n * clause.choices.reduce((sum, each) => sum + product(each), 0) : n),
    1,
  );

/** Multiplies the choices out. A field that is named again further down the document replaces what was said of it before. */
const expand = (clauses: Clause[], before: Map<string, Field>[]): Map<string, Field>[] => {
  let alternatives = before;
  for (const clause of clauses)
    if ('choices' in clause)
      alternatives = clause.choices.flatMap((each) =>
        expand(
          each,
          alternatives.map((fields) => new Map(fields)),
        ),
      );
    else for (const fields of alternatives) fields.set(clause.path, clause);
  return alternatives;
};

const read = (value: unknown, relation: boolean): { pattern: Pattern; faults: Fault[] } => {
  const faults: Fault[] = [];
  const complain: Complain = (path, problem, cure) => {
    faults.push({ path, problem, cure });
  };
  if (!isObject(value)) {
    complain('', `must be an object, not ${quote(value)}`, 'Write {"name": ["..."]}.');
    return { pattern: { alternatives: [] }, faults };
  }
  const clauses: Clause[] = [];
  reader(relation, complain)(value, { path: undefined, shown: '', level: 1, inChoice: false }, clauses);
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
