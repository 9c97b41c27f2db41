import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Alert, Reading } from '#functions/core/alert.ts';
import { sources } from '#functions/core/sources/all.ts';
import { read } from '#functions/core/sources/read.ts';

const rounds = 100_000;
const receipt = { receivedAt: '2026-03-01T12:00:00.000Z' };

/** The same numbers in every run: mulberry32. */
const dice = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const random = dice(20260301);
const below = (limit: number): number => Math.floor(random() * limit);
const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;

/** Values that no sender should send, and some does. */
const odd: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  2 ** 53 + 2,
  0.1,
  '',
  ' ',
  '\u0000',
  'null',
  'NaN',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-13-45T99:99:99Z',
  '-1',
  '1e400',
  [],
  {},
  [[]],
  [null],
  [{}],
  { a: { b: {} } },
  'x'.repeat(5_000),
  `${'['.repeat(200)}x`,
  '[P1] '.repeat(300),
  '::'.repeat(500),
  'https://a:b@c.example/',
  'javascript:alert(1)',
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  'ALERT',
  'firing',
  'resolved',
];
const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  'name',
  'status',
  'alerts',
];

type Json = Record<string, unknown> | unknown[];

const containers = (value: unknown, into: Json[] = []): Json[] => {
  if (typeof value === 'object' && value !== null) {
    into.push(value as Json);
    for (const held of Object.values(value)) containers(held, into);
  }
  return into;
};

/** Own data under any key; an assignment to `__proto__` would be none. */
const put = (into: Json, key: string, value: unknown): void => {
  Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
};

/** Changes one place in a body: takes something out, puts something odd or another sender's in, renames, repeats. */
const mutate = (places: Json[], other: () => unknown): void => {
  const place = pick(places);
  if (place === undefined) return;
  const key = pick(Object.keys(place)) ?? pick(keys);
  const way = below(5);
  if (Array.isArray(place) && way === 0) place.splice(Number(key), 1);
  else if (Array.isArray(place)) place[way === 1 ? place.length : Number(key) || 0] = way === 2 ? other() : pick(odd);
  else if (way === 0) delete place[key];
  else if (way === 1) put(place, pick(keys), Object.hasOwn(place, key) ? place[key] : null);
  else put(place, key, way === 2 ? other() : pick(odd));
};

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, shuffled(held)]),
  );
};

const corpus = new URL('../../../../../../shared/corpus/', import.meta.url);
const fixtures = new URL('fixtures/', import.meta.url);

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** All bodies at hand, with the reader that is meant: examples, cases, and real ones where they lie beside. */
const bodies = (): { source: string; text: string }[] => [
  ...sources.map(({ name, example }) => ({ source: name, text: JSON.stringify(example) })),
  ...readdirSync(fixtures).flatMap((file) =>
    (JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as { body?: unknown; raw?: string }[]).map((one) => ({
      source: file.replace('.json', ''),
      text: one.raw ?? JSON.stringify(one.body ?? null),
    })),
  ),
  ...(existsSync(new URL('index.json', corpus))
    ? (JSON.parse(readFileSync(new URL('index.json', corpus), 'utf8')) as { file: string }[]).map(({ file }) => ({
        source: pick(sources).name,
        text: readFileSync(new URL(file, corpus), 'utf8'),
      }))
    : []),
];

const statuses = ['firing', 'resolved', 'acknowledged', 'unknown', 'event', 'merged'];
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const isSound = (alert: Alert): boolean =>
  typeof alert.name === 'string' &&
  alert.name !== '' &&
  statuses.includes(alert.status) &&
  typeof alert.fingerprint === 'string' &&
  alert.fingerprint !== '' &&
  moment.test(alert.startsAt) &&
  (alert.endsAt === undefined || moment.test(alert.endsAt)) &&
  (alert.url === undefined || /^https?:/i.test(alert.url)) &&
  [alert.labels, alert.annotations].every(
    (held) =>
      Object.getPrototypeOf(held) === Object.prototype && Object.values(held).every((one) => typeof one === 'string'),
  );

const identities = ({ alerts }: Reading): string => JSON.stringify(alerts.map(({ fingerprint }) => fingerprint));

describe(`${rounds.toLocaleString('en')} mutated bodies`, () => {
  it('break no reader, hide nothing, reach no prototype, and keep their identity in any order of keys', {
    timeout: 300_000,
  }, async () => {
    const all = bodies();
    const fragments = all
      .filter(({ text }) => isJson(text))
      .flatMap(({ text }) => containers(JSON.parse(text)).map((one) => JSON.stringify(one)))
      .filter((fragment) => fragment.length < 1_000);
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    const faults: string[] = [];
    const fault = (what: string, source: string, text: string) => {
      if (faults.length < 5) faults.push(`${what} (${source}): ${text.slice(0, 2_000)}`);
    };
    let slowest: { ms: number; sent: string; source?: string } = { ms: 0, sent: '' };
    for (let round = 0; round < rounds; round++) {
      const { source, text } = pick(all);
      let sent = text;
      try {
        const body = JSON.parse(text);
        const places = containers(body);
        for (let times = 1 + below(4); times > 0; times--) mutate(places, () => JSON.parse(pick(fragments)));
        sent = JSON.stringify(body) ?? 'null';
      } catch {
        // Cases that are not JSON go as they are.
      }
      // Now and then a byte is lost on the way, or the end.
      if (round % 10 === 0) sent = sent.slice(0, below(sent.length));
      else if (round % 10 === 1)
        sent =
          sent.slice(0, below(sent.length)) + pick(['"', '}', '\\', '\uD800', ',']) + sent.slice(below(sent.length));

      const named = round % 3 === 0 ? undefined : round % 3 === 1 ? source : pick(sources).name;
      const began = performance.now();
      const reading = await read(sent, { ...receipt, source: named });
      const ms = performance.now() - began;
      if (ms > slowest.ms) slowest = { ms, sent, source: named };
      if (round % 7 === 0) sources.filter((one) => one.detects(isJson(sent) ? JSON.parse(sent) : sent));
      if (reading.alerts.length + reading.aside.length === 0) fault('hidden', named ?? 'none', sent);
      if (reading.aside.some(({ reason }) => reason.includes(' failed: '))) fault('broke', named ?? 'none', sent);
      if (!reading.alerts.every(isSound)) fault('unsound', named ?? 'none', sent);
      if (round % 5 === 0 && reading.alerts.length > 0) {
        const again = await read(JSON.stringify(shuffled(JSON.parse(sent))), { ...receipt, source: named });
        if (identities(again) !== identities(reading)) fault('identity', named ?? 'none', sent);
      }
    }
    // Garbage and other processes are in the first figure; only the second is the body's own.
    const began = performance.now();
    await read(slowest.sent, { ...receipt, source: slowest.source });
    const again = performance.now() - began;
    console.log(`slowest of ${rounds}: ${slowest.ms.toFixed(1)} ms, and ${again.toFixed(1)} ms when read again`);
    expect(faults).toEqual([]);
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
    expect('polluted' in {}).toBe(false);
  });
});
