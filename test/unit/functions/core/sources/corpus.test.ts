import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Alert, Reading } from '#functions/core/alert.ts';
import { read } from '#functions/core/sources/read.ts';
import { type Dispute, disputes } from './disputes.ts';

/** Payloads of real senders, which are not ours to keep: read where the folder lies beside the checkout. */
const corpus = new URL('../../../../../../shared/corpus/', import.meta.url);
const receivedAt = '2026-11-01T00:00:00.000Z';

interface Expected {
  name: string | null;
  status: string | null;
  severity?: unknown;
  labels: Record<string, unknown>;
  dedupe: { value: unknown };
  startsAt?: string;
}
interface Entry {
  file: string;
  source: string;
  kind: string;
  expected: { count: number; alerts: Expected[]; truncatedAlerts?: number | null };
}

const written = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value ?? ''));

/** An index entry's instant; Date would not read `+0000`. */
const milliseconds = (moment: string): number => Date.parse(moment.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

/** What differs between one alert and what the index says of it; nothing where the index says nothing. */
const differences = (alert: Alert, expected: Expected): string[] => {
  const found: string[] = [];
  const differs = (field: string, ours: unknown, theirs: unknown) => {
    if (written(ours) !== written(theirs)) found.push(`${field}: ${written(ours)} instead of ${written(theirs)}`);
  };
  if (expected.name) differs('name', alert.name, expected.name);
  differs('status', alert.status, expected.status ?? 'unknown');
  if (expected.severity != null) differs('severity', alert.severity, expected.severity);
  for (const [key, value] of Object.entries(expected.labels)) differs(`label ${key}`, alert.labels[key], value);
  if (expected.dedupe.value != null) differs('identity', alert.fingerprint, expected.dedupe.value);
  if (expected.startsAt) differs('startsAt', Date.parse(alert.startsAt), milliseconds(expected.startsAt));
  return found;
};

const compare = (reading: Reading, { expected }: Entry): string[] => {
  if (reading.alerts.length !== expected.count) {
    const ours = reading.alerts.map(({ status }) => status).join();
    return [`count: ${reading.alerts.length} (${ours}) instead of ${expected.count}`];
  }
  return [
    ...((reading.truncated ?? 0) === (expected.truncatedAlerts ?? 0) ? [] : ['truncated']),
    ...expected.alerts.flatMap((one, index) => differences(reading.alerts[index]!, one)),
  ];
};

const index: Entry[] = existsSync(new URL('index.json', corpus))
  ? JSON.parse(readFileSync(new URL('index.json', corpus), 'utf8'))
  : [];

const dispute = (entry: Entry, difference: string): Dispute | undefined =>
  disputes.find((one) => one.source === entry.source && one.difference.test(difference));

const title =
  index.length === 0 ? 'payloads of real senders (skipped: no ../shared/corpus)' : 'payloads of real senders';

describe.skipIf(index.length === 0)(title, () => {
  const table: Record<string, { payloads: number; equal: number; disputed: number; wrong: number }> = {};
  const used = new Set<Dispute>();

  it.each(index.map((entry) => [entry.file, entry] as const))('reads %s as the index says', async (file, entry) => {
    const body = readFileSync(new URL(file, corpus));
    const reading = await read(body, { receivedAt, source: entry.source });
    const found = compare(reading, entry);
    const wrong = found.filter((difference) => {
      const known = dispute(entry, difference);
      if (known) used.add(known);
      return !known;
    });
    table[entry.source] ??= { payloads: 0, equal: 0, disputed: 0, wrong: 0 };
    table[entry.source]!.payloads++;
    table[entry.source]![wrong.length > 0 ? 'wrong' : found.length > 0 ? 'disputed' : 'equal']++;
    expect(wrong).toEqual([]);
  });

  it.each(index.map(({ file }) => file))('takes %s for no other sender when none is named', async (file) => {
    const body = readFileSync(new URL(file, corpus));
    const unnamed = await read(body, { receivedAt });
    const { source } = index.find((entry) => entry.file === file)!;
    const named = await read(body, { receivedAt, source });
    // The corpus has folders such as sentry-legacy; to a reader that is the name of one of several senders.
    const alerts = named.alerts.map(({ instance: _, ...alert }) => alert);
    if (unnamed.alerts.length > 0) expect(unnamed).toEqual({ ...named, alerts });
    else expect(unnamed.aside.length).toBeGreaterThan(0);
  });

  it('prints the verdict on each sender, and has no dispute that nothing needs', () => {
    console.table(table);
    expect(disputes.filter((one) => !used.has(one))).toEqual([]);
  });
});
