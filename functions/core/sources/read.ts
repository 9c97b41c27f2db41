import type { Alert, Reading } from '../alert.ts';
import { sources } from './all.ts';
import { aws } from './aws.ts';
import { cloudevents } from './cloudevents.ts';
import { type Mapping, mapped } from './mapping.ts';
import { joined, none } from './normalise.ts';
import type { Receipt, Source } from './source.ts';
import { unwrap } from './unwrap.ts';

/** What is known of a body besides its bytes, and whom to take it for. */
export interface Letter extends Receipt {
  /** The sender's name, as in the ingest path. Without one, or with one of the user's own, the body itself has to tell. */
  source?: string;
  /** Senders without a reader, from settings. One of a reader's name takes that reader's place. */
  mappings?: readonly Mapping[];
}

/** The reader that is sure of the body. One that fails at it is not, and keeps no other from being asked. */
export const detect = (body: unknown): Source | undefined =>
  sources.find((source) => {
    try {
      return source.detects(body);
    } catch {
      return false;
    }
  });

/** The reader of `grafana-emea`: one of several senders of a kind, each with a name and a secret of its own. */
const instance = (named = ''): Source | undefined => sources.find(({ name }) => named.startsWith(`${name}-`));

/** Alerts that a sender sent under a name of its own say so: their fingerprints may be the same as those of another. */
const under = async (named: string | undefined, reading: Reading | Promise<Reading>): Promise<Reading> => {
  const { alerts, ...rest } = await reading;
  const isOwn = (source: string): boolean => named !== undefined && instance(named)?.name === source;
  return { ...rest, alerts: alerts.map((one) => (isOwn(one.source) ? { ...one, instance: named } : one)) as Alert[] };
};

const readOne = async (body: unknown, { source: named, mappings = [], ...receipt }: Letter): Promise<Reading> => {
  const mapping = mappings.find(({ source }) => source === named);
  if (mapping) return mapped(mapping, body, receipt);
  const source = sources.find(({ name }) => name === named) ?? detect(body) ?? instance(named);
  if (!source) return none('not an alert', 'no reader knows this body; name its source, or map it in the settings');
  try {
    return await under(named, source.read(body, receipt));
  } catch (error) {
    // The body is kept as it came, so a fault of a reader loses nothing.
    return none('malformed', `the reader ${source.name} failed: ${error instanceof Error ? error.message : error}`);
  }
};

/** Whether the name is that of what lies in an event, so that the event itself is only its envelope. */
const namesContent = ({ source, mappings = [] }: Letter): boolean =>
  mappings.some((one) => one.source === source) ||
  sources.some((one) => one.name === source && one !== aws && one !== cloudevents);

/**
 * All that a body holds: taken out of its envelopes, read by the named source or the one that recognises it, put in one form.
 * Pure: the same body and receipt give the same alerts. Never rejects; what is no alert is set aside with its reason.
 */
export const read = async (body: unknown, letter: Letter): Promise<Reading> => {
  const named = namesContent(letter);
  const pieces = unwrap(body, (inner) => named || detect(inner) !== undefined);
  return joined(
    await Promise.all(
      pieces.map((piece) => ('aside' in piece ? { alerts: [], aside: [piece.aside] } : readOne(piece.body, letter))),
    ),
  );
};
