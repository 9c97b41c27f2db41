import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { aWorld, type LocalWorld } from './world.ts';

const alert = (i: number, more: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'Storm', i: String(i) },
  annotations: { text: 'x'.repeat(300) },
  startsAt: '2026-03-01T10:00:00Z',
  fingerprint: `f${i}`,
  ...more,
});
const batch = (...alerts: object[]) => ({ version: '4', receiver: 'wolfe', status: 'firing', alerts });
const plain = (more: object) => ({ name: 'A', status: 'firing', labels: {}, ...more });
const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));

describe('a body that is large, broken or meant to hurt, through ingest and matcher', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await aWorld();
  });
  afterAll(() => world?.stop());

  const send = async (source: string, body: Buffer | string, type = 'application/json') => {
    const response = await fetch(`${world.url}/v1/alerts/${source}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.ingestToken}`, 'content-type': type },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const { message, ids = [] } = (await response.json()) as { message: string; ids?: string[] };
    return { status: response.status, message, ids };
  };
  /** The decisions on all that a body held, once there are as many as it should come to. */
  const decided = (ids: string[], count: number): Promise<Decision[]> =>
    world.eventually(`${count} decisions`, async () => {
      const all: Decision[] = [];
      for (const message of ids)
        for (let cursor: string | undefined, first = true; first || cursor; first = false) {
          const page = await world.api('listDecisions', { query: { message, limit: 200, ...(cursor && { cursor }) } });
          all.push(...page.items);
          cursor = page.cursor;
        }
      return all.length >= count ? all : undefined;
    });
  const decidedOn = async (source: string, body: Buffer | string, type?: string): Promise<Decision> => {
    const { status, message, ids } = await send(source, body, type);
    expect([status, message]).toEqual([202, 'accepted']);
    const found = await decided(ids, 1);
    expect(found).toHaveLength(1);
    return found[0]!;
  };

  it('2,000 alerts in one body are split, and end as 2,000 decisions', async () => {
    const { status, ids } = await send(
      'alertmanager',
      JSON.stringify(batch(...Array.from({ length: 2000 }, (_, i) => alert(i)))),
    );
    expect([status, ids.length]).toEqual([202, expect.any(Number)]);
    expect(ids.length).toBeGreaterThan(2);
    const all = await decided(ids, 2000);
    expect(all).toHaveLength(2000);
    expect(new Set(all.map(({ alert }) => alert?.labels.i)).size).toBe(2000);
    expect(new Set(all.map(({ episode }) => episode)).size).toBe(2000);
  });

  it('an annotation of 300 KB is kept', async () => {
    const text = 'y'.repeat(300 * 1024);
    const { alert: kept } = await decidedOn('alertmanager', JSON.stringify(batch(alert(1, { annotations: { text } }))));
    expect(kept?.annotations.text).toBe(text);
  });

  it('one alert of more than a message may hold is refused with the reason', async () => {
    const body = JSON.stringify(plain({ annotations: { text: 'y'.repeat(1_100_000) } }));
    expect(await send('plain', body)).toMatchObject({ status: 413, message: expect.stringContaining('too large') });
  });

  it('bytes that are no UTF-8 are replaced, and the alert is read', async () => {
    const [before, after] = JSON.stringify(plain({ name: 'brok|en' })).split('|') as [string, string];
    const body = Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc3]), Buffer.from(after)]);
    for (const type of ['application/json', 'application/octet-stream'])
      expect((await decidedOn('plain', body, type)).alert?.name).toMatch(/^brok\ufffd+en$/);
  });

  it('a zip bomb is refused, and set aside where it lies in an envelope', async () => {
    expect(bomb.length).toBeLessThan(256 * 1024);
    expect(await send('plain', bomb, 'application/octet-stream')).toMatchObject({
      status: 413,
      message: expect.stringContaining('inflates to more than 16777216 bytes'),
    });
    const envelope = { Type: 'Notification', MessageId: '1', TopicArn: 'arn:aws:sns:eu-west-1:1:t' };
    const wrapped = JSON.stringify({ ...envelope, Message: bomb.toString('base64') });
    expect(await decidedOn('plain', wrapped)).toMatchObject({
      kind: 'set aside',
      reason: 'malformed: inflates to more than 16777216 bytes',
    });
  });

  it('of a key given twice the last counts, and keys of the language are data', async () => {
    const body = '{"name": "first", "name": "last", "status": "firing", "labels": {"__proto__": "x", "toString": "y"}}';
    const { alert: read } = await decidedOn('plain', body);
    expect(read?.name).toBe('last');
    expect(read?.labels.toString).toBe('y');
  });

  it.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'a start in %s is replaced by the time of receipt, with a flag',
    async (startsAt) => {
      const { alert: read, receivedAt } = await decidedOn('plain', JSON.stringify(plain({ name: startsAt, startsAt })));
      expect(read).toMatchObject({ startsAt: receivedAt, flags: ['startsAt'] });
    },
  );

  it.each([
    ['nothing', ''],
    ['half of a body', '{"alerts": ['],
    ['a page', '<html></html>'],
  ])('%s is refused with what is wrong', async (_what, body) => {
    expect(await send('plain', body)).toMatchObject({ status: 400, message: expect.stringContaining('The body is') });
  });
});
