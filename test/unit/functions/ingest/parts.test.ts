import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { partsOf } from '#functions/ingest/parts.ts';

const parts = (value: unknown) => partsOf(Buffer.from(JSON.stringify(value)), value);
const batch = (count: number, bytes: number) => ({
  version: '4',
  truncatedAlerts: 7,
  groupLabels: { __proto__: null, a: 'b' },
  alerts: Array.from({ length: count }, (_, i) => ({
    fingerprint: String(i),
    annotations: { text: 'x'.repeat(bytes) },
  })),
});

describe('the parts of a body', () => {
  it('are the body itself, byte for byte, when it is small', () => {
    const text = '{ "alerts" : [ {"a":1.0} , {} ] }\n';
    expect(partsOf(Buffer.from(text), JSON.parse(text))).toEqual([{ body: text }]);
  });

  it('hold every alert of a large batch once and in order, with all that stands around them', () => {
    const split = parts(batch(2000, 700)).map(({ body }) => ({ bytes: Buffer.byteLength(body), ...JSON.parse(body) }));
    expect(split.length).toBeGreaterThan(4);
    expect(split.length).toBeLessThan(9);
    expect(split.every(({ bytes }) => bytes <= 262_144)).toBe(true);
    expect(
      split.flatMap(({ alerts }) => alerts.map((each: { fingerprint: string }) => Number(each.fingerprint))),
    ).toEqual(Array.from({ length: 2000 }, (_, i) => i));
    expect(split.every(({ version, groupLabels }) => version === '4' && groupLabels.a === 'b')).toBe(true);
    expect(split.map(({ truncatedAlerts }) => truncatedAlerts)).toEqual([
      7,
      ...Array(split.length - 1).fill(undefined),
    ]);
  });

  it('leave an alert whole that is large by itself', () => {
    expect(parts(batch(3, 400_000)).map(({ body }) => JSON.parse(body).alerts.length)).toEqual([1, 1, 1]);
    expect(parts(batch(1, 400_000))).toHaveLength(1);
  });

  it('hold every item of a large list once and in order', () => {
    const list = Array.from({ length: 2000 }, (_, i) => ({ labels: { alertname: 'x'.repeat(600), i: String(i) } }));
    const split = parts(list);
    expect(split.length).toBeGreaterThan(4);
    expect(split.every(({ body }) => Buffer.byteLength(body) <= 262_144)).toBe(true);
    expect(split.flatMap(({ body }) => JSON.parse(body))).toEqual(list);
  });

  it('leave whole what only its reader could split', () => {
    expect(parts({ events: Array(1000).fill('x'.repeat(600)) })).toHaveLength(1);
  });

  it.each([
    ['a control character', Buffer.from('{"a": "\u007f\uffff"}')],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['gzip', gzipSync('{"a": 1}')],
  ])('travel as base64 when they hold %s', (_what, bytes) => {
    const [part, ...more] = partsOf(bytes, {});
    expect(more).toEqual([]);
    expect(part?.encoding).toBe('base64');
    expect(Buffer.from(part!.body, 'base64').equals(bytes)).toBe(true);
  });
});
