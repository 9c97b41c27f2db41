import jsonata from 'jsonata';
import { z } from 'zod';
import type { AlertStatus, Reading } from '../alert.ts';
import { isRecord, record } from './fields.ts';
import { joined, none, one, statusOf } from './normalise.ts';
import type { Receipt } from './source.ts';

/** A JSONata expression, checked when the settings are read. */
const path = z.string().superRefine((expression, context) => {
  try {
    jsonata(expression);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `not JSONata: ${(error as Error).message}` });
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

const readItem = async (how: Mapping, item: unknown, receipt: Receipt): Promise<Reading> => {
  const found = Object.fromEntries(
    await Promise.all(
      parts.map(async (part) => {
        const expression = how[part];
        return [part, expression === undefined ? undefined : await jsonata(expression).evaluate(item)];
      }),
    ),
  );
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
    },
    receipt,
  );
};

/** Reads a body by a mapping. An expression that fails on it makes the body, or that one item, an aside. */
export const mapped = async (how: Mapping, body: unknown, receipt: Receipt): Promise<Reading> => {
  const failed = (error: unknown) =>
    none('malformed', `the mapping of ${how.source} failed: ${(error as { message?: string }).message ?? error}`);
  try {
    const found: unknown = how.items === undefined ? body : await jsonata(how.items).evaluate(body);
    const items = Array.isArray(found) ? found : [found];
    if (!items.every(isRecord)) return none('malformed', `the mapping of ${how.source} found no object to read`);
    return joined(await Promise.all(items.map((item) => readItem(how, item, receipt).catch(failed))));
  } catch (error) {
    return failed(error);
  }
};
