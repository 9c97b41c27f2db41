import { type Alert, type AlertStatus, type Aside, fingerprintOf, type Reading } from '../alert.ts';
import { type Fields, firstText, isRecord, strings, text, webAddress } from './fields.ts';
import { nameAndLabels } from './identity.ts';
import { instant } from './instant.ts';
import type { Receipt } from './source.ts';

/** What a reader found, as the sender wrote it; `alert` makes it an `Alert`. */
export interface Found {
  source: string;
  /** The sender's names for it, best first; the first that says something is taken. */
  name: unknown[];
  status: AlertStatus;
  rawStatus?: unknown;
  severity?: unknown;
  labels?: Fields;
  annotations?: Fields;
  /** When this firing period began; of a list the first that can be read. */
  startsAt?: unknown;
  endsAt?: unknown;
  /** The sender's identity; without one, name and labels are the identity. */
  fingerprint?: unknown;
  url?: unknown;
  flags?: string[];
}

/** Alerts whose only news is that the sender still speaks. */
const heartbeat = /(^watchdog|^heartbeat|dead[-_ ]?man'?s?[-_ ]?(switch|snitch))$/i;

/** Longest name and fingerprint, in characters: what a key of a table takes, and more than any sender means. */
const maxLength = 1024;

/** A longer identity is as good by its hash; a longer name is cut. */
const identity = (given: string): string => (given.length > maxLength ? fingerprintOf({ given }) : given);

/** An alert out of what a reader found: names, texts and times put right, and a flag for each that had to be replaced. */
export const alert = (found: Found, receipt: Receipt): Alert => {
  const name = firstText(...found.name);
  const [startsAt] = [found.startsAt]
    .flat()
    .map((moment) => instant(moment, receipt.receivedAt))
    .filter((moment) => moment !== undefined);
  const endsAt = instant(found.endsAt, receipt.receivedAt);
  const labels = strings(found.labels);
  const called = (name ?? `unnamed ${found.source} alert`).slice(0, maxLength);
  const flags = [
    ...(found.flags ?? []),
    ...(name !== called ? ['name'] : []),
    ...(startsAt === undefined ? ['startsAt'] : []),
    ...(heartbeat.test(called) ? ['heartbeat'] : []),
  ];
  const optional = {
    severity: text(found.severity),
    rawStatus: text(found.rawStatus),
    endsAt,
    url: webAddress(found.url),
    flags: flags.length > 0 ? flags : undefined,
  };
  return {
    name: called,
    status: found.status,
    labels,
    annotations: strings(found.annotations),
    source: found.source,
    startsAt: startsAt ?? receipt.receivedAt,
    fingerprint: identity(text(found.fingerprint) ?? nameAndLabels(called, labels)),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as typeof optional),
  } as Alert;
};

/** A reading that holds one alert. */
export const one = (found: Found, receipt: Receipt): Reading => ({ alerts: [alert(found, receipt)], aside: [] });

/** A reading that holds no alert, and why. */
export const none = (kind: Aside['kind'], reason: string): Reading => ({ alerts: [], aside: [{ kind, reason }] });

/** What the sender's word for the state means here; a word that is not in the table is `unknown`, never guessed. */
export const statusOf = (word: unknown, table: Record<string, AlertStatus>): AlertStatus => {
  const said = text(word)?.toLowerCase();
  return said !== undefined && Object.hasOwn(table, said) ? table[said]! : 'unknown';
};

/** Several readings as one, each aside with the index of the item it came from. */
export const joined = (readings: Reading[]): Reading => {
  if (readings.length === 0) return none('not an alert', 'a batch without entries');
  const truncated = readings.reduce((sum, reading) => sum + (reading.truncated ?? 0), 0);
  return {
    alerts: readings.flatMap((reading) => reading.alerts),
    aside: readings.flatMap((reading, index) =>
      reading.aside.map((aside) => ({
        ...aside,
        reason: aside.reason.slice(0, maxLength),
        ...(readings.length > 1 && { index: aside.index ?? index }),
      })),
    ),
    ...(truncated > 0 ? { truncated } : {}),
  };
};

/** An entry of a batch that cannot be read at all. */
const noObject = none('malformed', 'an entry that is no object');

/** Reads each item of a batch on its own: one that is no object is set aside and spoils no other. */
export const each = (items: unknown[], read: (item: Fields) => Reading): Reading =>
  joined(items.map((item) => (isRecord(item) ? read(item) : noObject)));

/** The same for readings that take time. */
export const eachInTime = async (items: unknown[], read: (item: Fields) => Promise<Reading>): Promise<Reading> =>
  joined(await Promise.all(items.map((item) => (isRecord(item) ? read(item) : noObject))));
