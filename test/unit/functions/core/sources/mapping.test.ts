import { describe, expect, it } from 'vitest';
import { mapping } from '#functions/core/sources/mapping.ts';
import { read } from '#functions/core/sources/read.ts';

const receipt = { receivedAt: '2026-03-01T12:00:00.000Z', source: 'shop' };

/** A sender that nobody wrote a reader for. */
const shop = mapping.parse({
  source: 'shop',
  items: 'messages',
  name: 'what.title',
  status: 'how',
  words: { Burning: 'firing', fine: 'resolved', seen: 'acknowledged' },
  severity: 'level',
  labels: '$merge([where, {"team": "shop"}])',
  annotations: '{"summary": what.text}',
  startsAt: 'since',
  fingerprint: 'what.key & "/" & where.host',
  url: 'link',
});

const message = (how: string, more = {}) => ({
  what: { title: 'Checkout slow', text: 't', key: 'checkout' },
  how,
  level: 3,
  where: { host: 'web-1' },
  since: 1772359200,
  link: 'https://shop.example.com/1',
  ...more,
});

describe('a mapping in the settings', () => {
  it('reads a sender without a reader', async () => {
    const { alerts, aside } = await read(
      { messages: [message('burning'), message('fine')] },
      { ...receipt, mappings: [shop] },
    );
    expect(aside).toEqual([]);
    expect(alerts).toEqual([
      {
        name: 'Checkout slow',
        status: 'firing',
        rawStatus: 'burning',
        severity: '3',
        labels: { host: 'web-1', team: 'shop' },
        annotations: { summary: 't' },
        source: 'shop',
        startsAt: '2026-03-01T10:00:00.000Z',
        fingerprint: 'checkout/web-1',
        url: 'https://shop.example.com/1',
      },
      expect.objectContaining({ status: 'resolved', fingerprint: 'checkout/web-1' }),
    ]);
  });

  it('does not guess a state from a word that it does not list', async () => {
    const { alerts } = await read({ messages: message('glowing') }, { ...receipt, mappings: [shop] });
    expect(alerts).toMatchObject([{ status: 'unknown', rawStatus: 'glowing' }]);
  });

  it('leaves out and flags a part that its expression cannot find', async () => {
    const { alerts } = await read(
      { messages: message('burning', { where: 'web-1' }) },
      { ...receipt, mappings: [shop] },
    );
    expect(alerts).toMatchObject([{ status: 'firing', labels: {}, flags: ['labels'] }]);
  });

  it('sets aside what is no alert, and spoils no other', async () => {
    const { alerts, aside } = await read(
      { messages: [{ ping: true }, 7, message('burning')] },
      { ...receipt, mappings: [shop] },
    );
    expect(alerts).toHaveLength(1);
    expect(aside.map(({ kind, index }) => [kind, index])).toEqual([
      ['not an alert', 0],
      ['malformed', 1],
    ]);
  });

  it('says that it failed where name or status cannot be sought', async () => {
    const broken = mapping.parse({ source: 'shop', name: '$uppercase(a)', status: 'b' });
    const { alerts, aside } = await read({ a: 1, b: 2 }, { ...receipt, mappings: [broken] });
    expect(alerts).toEqual([]);
    expect(aside).toMatchObject([{ kind: 'malformed', reason: expect.stringContaining('mapping of shop failed') }]);
  });

  it('takes the place of a reader of the same name', async () => {
    const own = mapping.parse({ source: 'atlas', name: 'title', status: 'on ? "firing" : "resolved"' });
    const body = { title: 'T', on: false };
    const { alerts } = await read(body, { ...receipt, source: 'atlas', mappings: [own] });
    expect(alerts).toMatchObject([{ name: 'T', status: 'resolved', source: 'atlas' }]);
  });

  it('reads out of every wrapping, also where nothing but its name tells the sender', async () => {
    const body = { 'detail-type': 'x', source: 'shop.app', id: '1', detail: { messages: [message('burning')] } };
    const { alerts } = await read(JSON.stringify(body), { ...receipt, mappings: [shop] });
    expect(alerts).toMatchObject([{ name: 'Checkout slow', source: 'shop' }]);
  });

  it('reads many at once, each from its own body', async () => {
    const hosts = Array.from({ length: 50 }, (_, i) => `web-${i}`);
    const readings = await Promise.all(
      hosts.map((host) =>
        read({ messages: message('burning', { where: { host } }) }, { ...receipt, mappings: [shop] }),
      ),
    );
    expect(readings.map(({ alerts }) => alerts[0]?.labels.host)).toEqual(hosts);
  });

  it.each([
    ['an expression that is none', { name: '((', status: 's' }],
    ['a status that is none', { name: 'n', status: 's', words: { up: 'great' } }],
    ['a field that is none', { name: 'n', status: 's', colour: 'c' }],
    ['no name', { status: 's' }],
  ])('is refused with %s', (_what, how) => {
    expect(mapping.safeParse({ source: 'shop', ...how }).success).toBe(false);
  });
});
