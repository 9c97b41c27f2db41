import { z } from 'zod';
import type { AlertStatus, Reading } from '../alert.ts';
import { type ExpressionError, finder } from '../expression.ts';
import { type Fields, record } from './fields.ts';
import { eachInTime, none, one, statusOf } from './normalise.ts';
import type { Receipt } from './source.ts';

/** A JSONata expression, checked when the mapping is applied; bounded as those of rules are. */
const path = z.string().superRefine((expression, context) => {
  try {
    finder(expression);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as ExpressionError).message });
  }
});

const statuses = ['firing', 'resolved', 'acknowledged', 'unknown', 'event', 'merged'] as const satisfies AlertStatus[];

/** How to read a sender that has no reader: where in its body the parts of an alert are. */
export const mapping = z.strictObject({
  /** The name in the ingest path. */
  source: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Where the alerts are, when a body holds several; the paths below then start at one of them. */
  items: path.optional(),
  name: path,
  status: path,
  /** The sender's words for the status, in any case; a word that is not here is `unknown`. */
  words: z.record(z.string(), z.enum(statuses)).default({ firing: 'firing', resolved: 'resolved' }),
  severity: path.optional(),
  labels: path.optional(),
  annotations: path.optional(),
  startsAt: path.optional(),
  endsAt: path.optional(),
  /** The identity of what fires; without it, name and labels. */
  fingerprint: path.optional(),
  url: path.optional(),
});
export type Mapping = z.infer<typeof mapping>;

const parts = [
  'name',
  'status',
  'severity',
  'labels',
  'annotations',
  'startsAt',
  'endsAt',
  'fingerprint',
  'url',
] as const;

/** A mapping as functions; made once for each mapping, since reading an expression takes longer than following it. */
const compiled = new WeakMap<Mapping, Map<string, (value: unknown) => Promise<unknown>>>();

const follow = (how: Mapping, part: (typeof parts)[number] | 'items', value: unknown): Promise<unknown> => {
  const known = compiled.get(how) ?? new Map();
  compiled.set(how, known);
  if (!known.has(part)) {
    known.set(part, finder(how[part] ?? 'null'));
  }
  return known.get(part)!(value);
};

/** A part that can be done without is left out where its expression fails, and flagged. */
const find = async (how: Mapping, item: unknown): Promise<{ found: Fields; flags: string[] }> => {
  const found: Fields = {};
  const flags: string[] = [];
  for (const part of parts.filter((one) => how[one] !== undefined)) {
    try {
      found[part] = await follow(how, part, item);
    } catch (error) {
      if (part === 'name' || part === 'status') throw error;
      flags.push(part);
    }
  }
  return { found, flags };
};

const readItem = async (how: Mapping, item: unknown, receipt: Receipt): Promise<Reading> => {
  const { found, flags } = await find(how, item);
  if (found.name === undefined && found.status === undefined) {
    return none('not an alert', `the mapping of ${how.source} found neither name nor status`);
  }
  const words = Object.fromEntries(Object.entries(how.words).map(([word, status]) => [word.toLowerCase(), status]));
  return one(
    {
      ...found,
      source: how.source,
      name: [found.name],
      status: statusOf(found.status, words),
      rawStatus: found.status,
      labels: record(found.labels),
      annotations: record(found.annotations),
      flags,
    },
    receipt,
  );
};

/** Reads a body by a mapping. Where name or status cannot even be sought, the body, or that one item, is set aside. */
export const mapped = async (how: Mapping, body: unknown, receipt: Receipt): Promise<Reading> => {
  const failed = (error: unknown) =>
    none('malformed', `the mapping of ${how.source} failed: ${(error as { message?: string }).message ?? error}`);
  try {
    const found = how.items === undefined ? body : await follow(how, 'items', body);
    const items = Array.isArray(found) ? found : [found];
    return await eachInTime(items, (item) => readItem(how, item, receipt).catch(failed));
  } catch (error) {
    return failed(error);
  }
};
