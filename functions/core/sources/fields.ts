/** An object of JSON whose members are not yet known. */
export type Fields = Record<string, unknown>;

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object; an empty one when it is anything else. */
export const record = (value: unknown): Fields => (isRecord(value) ? value : {});

/** The value as an array; an empty one when it is anything else. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Text that says something: trimmed, never empty. Numbers and booleans are written out. */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === 'boolean' ? String(value) : undefined;
};

/** The first of the values that is text. */
export const firstText = (...values: unknown[]): string | undefined => {
  for (const value of values) {
    const found = text(value);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The member at a dotted path of own keys and array indices, e.g. `detail.state.value` or `resources.0`. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (held, key) =>
        typeof held === 'object' && held !== null && Object.hasOwn(held, key) ? (held as Fields)[key] : undefined,
      value,
    );

/** True when the value is an object that has all the given paths, whatever is in them. */
export const has = (value: unknown, ...paths: string[]): boolean =>
  isRecord(value) && paths.every((path) => at(value, path) !== undefined);

/** JSON that does not depend on the order of keys, as identities are made of labels. */
const inOrder = (_key: string, value: unknown): unknown =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

/** One label's value: scalars as written, a list of scalars joined by commas, anything else as JSON; none for null. */
const flat = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(',');
  try {
    return JSON.stringify(value, inOrder);
  } catch {
    return undefined;
  }
};

/** An object's members as labels. Keys stay plain own data, also `__proto__`; members without a value are left out. */
export const strings = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record(value)).flatMap(([key, held]) => {
      const written = flat(held);
      return written === undefined ? [] : [[key, written]];
    }),
  );

/** A list of `{ name, value }` pairs (or other key names) as one object. */
export const pairs = (value: unknown, key = 'name', held = 'value'): Fields =>
  Object.fromEntries(
    list(value).flatMap((pair) => {
      const name = text(at(pair, key));
      return name === undefined ? [] : [[name, at(pair, held)]];
    }),
  );

/** Several objects as one, in which the first to have a key has it. */
export const merged = (objects: Fields[]): Fields => Object.fromEntries(objects.toReversed().flatMap(Object.entries));

/** Tags written `key:value`, as a list or as one text with commas; a tag without a colon is its own key, with the value `true`. */
export const tags = (value: unknown): Fields => {
  const items = typeof value === 'string' ? value.split(',') : list(value);
  return Object.fromEntries(
    items.flatMap((item) => {
      const tag = text(item);
      if (tag === undefined) return [];
      const colon = tag.indexOf(':');
      return [colon < 1 ? [tag, 'true'] : [tag.slice(0, colon), tag.slice(colon + 1)]];
    }),
  );
};

/** The value when it is an http(s) address that a browser can open. */
export const webAddress = (value: unknown): string | undefined => {
  const written = text(value);
  if (written === undefined || !URL.canParse(written)) return undefined;
  return /^https?:$/.test(new URL(written).protocol) ? written : undefined;
};
