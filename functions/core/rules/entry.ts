import { addressOf, blockOf } from './address.ts';
import type { Condition } from './condition.ts';
import { type Complain, quote } from './faults.ts';
import { lettersOf } from './letters.ts';
import { numericOf } from './numeric.ts';
import { piecesOf } from './wildcard.ts';

type Reader = (value: unknown, path: string, complain: Complain) => Condition | undefined;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The only key of a match expression and its value; complains of none and of more than one. */
const only = (value: Record<string, unknown>, path: string, complain: Complain): [string, unknown] | undefined => {
  const [entry, ...more] = Object.entries(value);
  if (entry && more.length === 0) return entry;
  return complain(
    path,
    entry ? `has ${more.length + 1} keys, ${Object.keys(value).map(quote).join(', ')}` : 'is empty',
    'A match expression has exactly one key; write alternatives as separate entries of the list.',
  );
};

const word =
  (read: (text: string) => Condition): Reader =>
  (value, path, complain) =>
    typeof value === 'string'
      ? read(value)
      : complain(path, `must be a text, not ${quote(value)}`, 'Put it in quotes.');

const ignoringCase = (is: 'equals-ignore-case' | 'prefix-ignore-case' | 'suffix-ignore-case'): Reader =>
  word((text) => ({ is, text, letters: lettersOf(text) }));

/** `prefix` and `suffix` take a text, or an object that says that letter case does not matter. */
const edge = (is: 'prefix' | 'suffix'): Reader => {
  const plain = word((text) => ({ is, text }));
  const anyCase = ignoringCase(`${is}-ignore-case`);
  return (value, path, complain) => {
    if (!isObject(value)) return plain(value, path, complain);
    const entry = only(value, path, complain);
    if (!entry) return undefined;
    if (entry[0] === 'equals-ignore-case') return anyCase(entry[1], `${path}.${entry[0]}`, complain);
    return complain(
      path,
      `${quote(entry[0])} cannot stand inside ${is}`,
      `Write a text, or {"equals-ignore-case": "..."}.`,
    );
  };
};

const wildcard: Reader = (value, path, complain) => {
  if (typeof value !== 'string') return complain(path, `must be a text, not ${quote(value)}`, 'Put it in quotes.');
  const pieces = piecesOf(value);
  if (typeof pieces === 'string')
    return complain(path, pieces, 'Use single stars; write \\* and \\\\ for the characters themselves.');
  return { is: 'wildcard', text: value, pieces };
};

const cidr: Reader = (value, path, complain) => {
  if (typeof value !== 'string')
    return complain(path, `must be a text, not ${quote(value)}`, 'Write it as "10.0.0.0/8".');
  const range = blockOf(value);
  if (typeof range !== 'string') return { is: 'address', text: value, range };
  return complain(
    path,
    range,
    'Write a block as "10.0.0.0/8" or "2001:db8::/32"; write a single address as a plain text.',
  );
};

const exists: Reader = (value, path, complain) =>
  typeof value === 'boolean'
    ? { is: value ? 'exists' : 'absent' }
    : complain(path, `must be true or false, not ${quote(value)}`, 'Write {"exists": true} or {"exists": false}.');

/** What `anything-but` may contain besides plain values, one or a list of each. */
const nonEmpty =
  (read: Reader): Reader =>
  (value, path, complain) =>
    value === ''
      ? complain(path, 'is empty, which every text meets', 'Write at least one character.')
      : read(value, path, complain);
const exact = word((value) => ({ is: 'exactly', value }));
const butReaders = new Map<string, Reader>([
  ['prefix', nonEmpty(word((text) => ({ is: 'prefix', text })))],
  ['suffix', nonEmpty(word((text) => ({ is: 'suffix', text })))],
  ['equals-ignore-case', ignoringCase('equals-ignore-case')],
  ['wildcard', wildcard],
]);

/** All entries of one value or of a list; none may be missing. */
const each = (value: unknown, path: string, complain: Complain, read: Reader): Condition | undefined => {
  if (!Array.isArray(value)) {
    const one = read(value, path, complain);
    return one && { is: 'anything-but', none: [one] };
  }
  if (value.length === 0)
    return complain(path, 'is an empty list', 'Name at least one value, or write {"exists": true}.');
  const none = value.map((item, i) => read(item, `${path}[${i}]`, complain)).filter((item) => item !== undefined);
  return none.length === value.length ? { is: 'anything-but', none } : undefined;
};

const anythingBut: Reader = (value, path, complain) => {
  if (isObject(value)) {
    const entry = only(value, path, complain);
    const read = entry && butReaders.get(entry[0]);
    if (entry && !read)
      return complain(
        path,
        `${quote(entry[0])} cannot stand inside anything-but`,
        `Use one of ${[...butReaders.keys()].join(', ')}.`,
      );
    return entry && read && each(entry[1], `${path}.${entry[0]}`, complain, read);
  }
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'number') return each(value, path, complain, exact);
  return each(value, path, complain, (item, at) =>
    typeof item === 'number' && Number.isFinite(item)
      ? { is: 'exactly', value: item }
      : complain(at, `must be a number like the first, not ${quote(item)}`, 'Use either only texts or only numbers.'),
  );
};

const readers = new Map<string, Reader>([
  ['exactly', exact],
  ['prefix', edge('prefix')],
  ['suffix', edge('suffix')],
  ['equals-ignore-case', ignoringCase('equals-ignore-case')],
  ['wildcard', wildcard],
  ['anything-but', anythingBut],
  ['numeric', numericOf],
  ['exists', exists],
  ['cidr', cidr],
]);

/** Names of match expressions, which cannot be field names inside `$or`. */
export const expressions: ReadonlySet<string> = new Set(readers.keys());

/** One entry of a field's list: a plain value or a match expression. A text that is an IP address compares as an address. */
export const entryOf: Reader = (value, path, complain) => {
  if (typeof value === 'string') {
    const address = addressOf(value);
    return address === undefined
      ? { is: 'exactly', value }
      : { is: 'address', text: value, range: { first: address, last: address } };
  }
  if (value === null || typeof value === 'boolean' || Number.isFinite(value))
    return { is: 'exactly', value: value as number };
  if (!isObject(value))
    return complain(
      path,
      `${quote(value)} cannot be matched`,
      'Use a text, a number, true, false, null or a match expression.',
    );
  const entry = only(value, path, complain);
  const read = entry && readers.get(entry[0]);
  if (entry && !read)
    return complain(path, `${quote(entry[0])} is no match expression`, `Use one of ${[...readers.keys()].join(', ')}.`);
  return entry && read?.(entry[1], `${path}.${entry[0]}`, complain);
};
