import { isDeepStrictEqual } from 'node:util';

/** One field of a rule that is not as it was; without `before` it is new, without `after` it is gone. */
export interface FieldDifference {
  /** `guard.rate.max`, `when.labels.env`; lists are compared as a whole. */
  path: string;
  before?: unknown;
  after?: unknown;
}

/** One rule that is not as it was: as its author wrote it before and after, and field by field. */
export interface RuleDifference {
  rule: string;
  change: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
  fields: FieldDifference[];
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (before: unknown, after: unknown, path: string): FieldDifference[] => {
  if (isGroup(before) && isGroup(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      fieldsOf(before[key], after[key], path === '' ? key : `${path}.${key}`),
    );
  if (isDeepStrictEqual(before, after)) return [];
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
};

/** What one set of rules, by name, has otherwise than another, in the order of the names. */
export const differencesOf = (
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): RuleDifference[] =>
  [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((rule): RuleDifference[] => {
    const [was, is] = [before.get(rule), after.get(rule)];
    if (was === undefined) return [{ rule, change: 'added', after: is, fields: [] }];
    if (is === undefined) return [{ rule, change: 'removed', before: was, fields: [] }];
    const fields = fieldsOf(was, is, '');
    return fields.length === 0 ? [] : [{ rule, change: 'changed', before: was, after: is, fields }];
  });
