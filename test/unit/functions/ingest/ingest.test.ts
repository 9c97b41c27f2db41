import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type IngestWorld, ingest } from '#functions/ingest/ingest.ts';
import type { IngestRequest } from '#functions/ingest/request.ts';

const token = 'correct-horse-battery';
const secretText = 'the-signing-secret';
const secret = {
  alertmanager: { type: 'bearer', token },
  rotating: [
    { type: 'bearer', token: 'old-token-of-may' },
    { type: 'bearer', token: 'new-token-of-june' },
  ],
  grafana: { type: 'basic', user: 'grafana', password: 'pass:word' },
  signed: { type: 'hmac', secret: secretText },
  stamped: {
    type: 'hmac',
    secret: secretText,
    header: 'X-Signature',
    prefix: 'v1=',
    encoding: 'base64',
    timestampHeader: 'X-Timestamp',
    toleranceSeconds: 300,
  },
  mixed: [
    { type: 'bearer', token },
    { type: 'hmac', secret: secretText },
  ],
};
const now = new Date('2026-11-21T12:00:00.000Z');
const body = '{"name": "NodeDiskPressure"}';
const sign = (text: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', secretText).update(text).digest(encoding);

interface Sent {
  body: string;
  attributes: Record<string, string>;
}

describe('ingest', () => {
  let sent: Sent[];
  let remembered: Map<string, number>;
  let world: IngestWorld;
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    sent = [];
    remembered = new Map();
    world = {
      secret: async () => secret,
      has: async (signature) => remembered.has(signature),
      seen: async (signature, seconds) => {
        remembered.set(signature, seconds);
        return false;
      },
      send: async (text, attributes) => {
        sent.push({ body: text, attributes });
        return `m${sent.length}`;
      },
      page: async (address) => {
        throw new Error(`${address} was asked for`);
      },
      now: () => now,
    };
  });
  afterEach(() => vi.restoreAllMocks());

  const post = (fields: Partial<Omit<IngestRequest, 'body'>> & { body?: string | Buffer } = {}) =>
    ingest(world)({
      method: 'POST',
      source: 'alertmanager',
      headers: { authorization: `Bearer ${token}` },
      ...fields,
      body: Buffer.from(fields.body ?? body),
    });
  const said = async (fields: Parameters<typeof post>[0]) => {
    const { status, body } = await post(fields);
    return `${status} ${body.message}`;
  };

  describe('takes an alert', () => {
    it('and says so once the queue has it, as it came', async () => {
      expect(await post()).toEqual({ status: 202, headers: {}, body: { message: 'accepted', ids: ['m1'] } });
      const attributes = { source: 'alertmanager', receivedAt: '2026-11-21T12:00:00.000Z', encoding: '' };
      expect(sent).toEqual([{ body, attributes }]);
    });

    it('in several messages when a batch is large', async () => {
      const alerts = Array.from({ length: 3000 }, (_, i) => ({ labels: { i: String(i), text: 'x'.repeat(600) } }));
      const { status, body } = await post({ body: JSON.stringify({ alerts }) });
      expect(status).toBe(202);
      expect(body.ids).toHaveLength(sent.length);
      expect(sent.flatMap((each) => JSON.parse(each.body).alerts)).toEqual(alerts);
    });

    it('with bytes that SQS refuses, and compressed ones', async () => {
      for (const bytes of [Buffer.from('{"a": "\uffff"}'), gzipSync(body)]) {
        expect((await post({ body: bytes })).status).toBe(202);
        expect(sent.at(-1)?.attributes.encoding).toBe('base64');
        expect(Buffer.from(sent.at(-1)!.body, 'base64').equals(bytes)).toBe(true);
      }
    });

    it.each([
      ['the scheme in any case', 'alertmanager', { authorization: `bEARER ${token}` }],
      ['the old of two tokens', 'rotating', { authorization: 'Bearer old-token-of-may' }],
      ['the new of two tokens', 'rotating', { authorization: 'Bearer new-token-of-june' }],
      ['a user and a password with a colon', 'grafana', { authorization: `Basic ${btoa('grafana:pass:word')}` }],
      ['a signature of the bytes', 'signed', { 'x-wolfe-signature': sign(body) }],
      ['a signature beside another', 'signed', { 'x-wolfe-signature': `00, ${sign(body)}` }],
      ['either of two kinds', 'mixed', { 'x-wolfe-signature': sign(body) }],
      [
        'a time in seconds',
        'stamped',
        { 'x-timestamp': '1795262400', 'x-signature': `v1=${sign(`1795262400.${body}`, 'base64')}` },
      ],
      [
        'a time in ISO 8601',
        'stamped',
        {
          'x-timestamp': '2026-11-21T12:04:59Z',
          'x-signature': `v1=${sign(`2026-11-21T12:04:59Z.${body}`, 'base64')}`,
        },
      ],
    ])('from who proves itself with %s', async (_what, source, headers) => {
      expect(await said({ source, headers })).toBe('202 accepted');
    });
  });

  describe('tells who cannot prove itself', () => {
    it('that no credentials came', async () => {
      expect(await said({ headers: {} })).toBe(
        '401 No token was sent. Send the header “authorization: Bearer <token>” with the token of source alertmanager.',
      );
      expect(await said({ source: 'grafana' })).toBe(
        '401 No user and password were sent. Send basic authorization with those of source grafana.',
      );
      expect(await said({ source: 'signed' })).toBe(
        '401 No signature was sent. Send it in the header x-wolfe-signature, made with the secret of source signed.',
      );
      expect(await said({ source: 'stamped', headers: { 'x-signature': 'v1=x' } })).toBe(
        '401 No time of signing was sent. Send it in the header x-timestamp, and sign “<time>.<body>”.',
      );
      expect((await post({ headers: {} })).headers).toEqual({ 'www-authenticate': 'Bearer, Basic' });
    });

    it('that the token is wrong', async () => {
      const message =
        '401 The token is not that of source alertmanager. Compare it with Wolfe’s ingest secret; a changed secret takes effect within five minutes.';
      for (const wrong of ['correct-horse', `${token}x`, 'ü', 'old-token-of-may'])
        expect(await said({ headers: { authorization: `Bearer ${wrong}` } })).toBe(message);
    });

    it('that user or password are wrong', async () => {
      for (const pair of ['grafana:pass', 'other:pass:word', 'grafana'])
        expect(await said({ source: 'grafana', headers: { authorization: `Basic ${btoa(pair)}` } })).toContain(
          '401 User or password are not those of source grafana.',
        );
    });

    it('that the signature is wrong, and how to make it', async () => {
      expect(await said({ source: 'signed', headers: { 'x-wolfe-signature': sign(`${body} `) } })).toBe(
        '401 The signature does not fit the body. Sign the body byte for byte as it is sent, with HMAC-SHA256 and the secret of source signed, and write it as hex.',
      );
      const headers = { 'x-timestamp': '1795262400', 'x-signature': sign(`1795262400.${body}`, 'base64') };
      expect(await said({ source: 'stamped', headers })).toContain(
        'Sign “<time>.<body>” byte for byte as it is sent, with HMAC-SHA256 and the secret of source stamped, and write it as base64 after “v1=”.',
      );
    });

    it.each(['1795262099', '1795262701', 'yesterday', ''])('that the time of signing is stale: %j', async (time) => {
      const headers = { 'x-timestamp': time, 'x-signature': `v1=${sign(`${time}.${body}`, 'base64')}` };
      expect(await said({ source: 'stamped', headers })).toBe(
        '401 The request was signed too long ago, or a clock is wrong: x-timestamp may differ by 300 s from 2026-11-21T12:00:00.000Z. Sign it anew.',
      );
    });

    it('that a signed request is a replay, however the signature is written', async () => {
      const signature = sign(body);
      expect(await said({ source: 'signed', headers: { 'x-wolfe-signature': signature } })).toBe('202 accepted');
      for (const again of [signature, signature.toUpperCase(), `ff,${signature}`])
        expect(await said({ source: 'signed', headers: { 'x-wolfe-signature': again } })).toBe(
          '401 This request was accepted before: the same signature came again. Sign each request anew, with its own time.',
        );
      expect(sent).toHaveLength(1);
      expect([...remembered.values()]).toEqual([600]);
    });

    it('nothing of a key', async () => {
      const requests = [
        {},
        { headers: {} },
        ...Object.keys(secret).map((source) => ({ source, headers: { authorization: 'Basic eDp5' } })),
      ];
      const messages = JSON.stringify(await Promise.all(requests.map(post)));
      for (const word of [token, secretText, 'pass:word', 'token-of']) expect(messages).not.toContain(word);
    });
  });

  it('takes a signed request again that the queue had not taken', async () => {
    const headers = { 'x-wolfe-signature': sign(body) };
    const { send } = world;
    world.send = () => Promise.reject(new Error('down'));
    expect((await post({ source: 'signed', headers })).status).toBe(503);
    world.send = send;
    expect((await post({ source: 'signed', headers })).status).toBe(202);
  });

  it('tells of a source that nobody set up', async () => {
    for (const source of ['alertmanger', '', '__proto__', 'constructor'])
      expect(await said({ source })).toBe(
        `404 There is no source “${source}”. Check the address, /v1/alerts/{source}, or give the source a key in Wolfe’s ingest secret.`,
      );
  });

  it('tells of a method that is not POST', async () => {
    expect(await post({ method: 'GET' })).toEqual({
      status: 405,
      headers: { allow: 'POST' },
      body: { message: 'Alerts are sent with POST, not GET.' },
    });
  });

  it('tells where a body stops being JSON', async () => {
    expect(await said({ body: '{"alerts": [\n  {"status": firing}\n]}' })).toBe(
      '400 The body is not JSON: at line 2, column 14 there should be value. Mend what makes it.',
    );
    expect(await said({ body: '' })).toBe(
      '400 The body is no alert: an empty body. Send JSON, plain or compressed with gzip.',
    );
    expect(await said({ body: gzipSync(body).subarray(0, 20) })).toBe(
      '400 The body is no alert: broken gzip. Send JSON, plain or compressed with gzip.',
    );
    expect(await said({ body: gzipSync('{') })).toBe(
      '400 The body is not JSON, also when decompressed. Mend what makes it.',
    );
    expect(await said({ body: '['.repeat(100_000) })).toContain('400 The body is no alert: nested more than 64 deep.');
    expect(sent).toEqual([]);
  });

  it('tells of a body that is too large', async () => {
    expect(await said({ body: JSON.stringify({ text: 'x'.repeat(2_000_000) }) })).toBe(
      '413 The body is too large: 2000011 bytes in one piece, of at most 1040384. Send fewer alerts at once, or shorten the annotations.',
    );
    expect(await said({ body: gzipSync(`"${' '.repeat(20_000_000)}"`) })).toBe(
      '413 The body is too large: inflates to more than 16777216 bytes. Send fewer alerts at once.',
    );
    expect(sent).toEqual([]);
  });

  it.each<[string, Partial<IngestWorld>]>([
    ['the queue', { send: () => Promise.reject(new Error('throttled by arn:aws:sqs')) }],
    ['the secret', { secret: () => Promise.reject(new Error('no such secret')) }],
    ['the form of the secret', { secret: async () => ({ ...secret, other: { type: 'bearer' } }) }],
  ])('asks the sender to try again when %s fails, so that no alert is dropped', async (_what, broken) => {
    Object.assign(world, broken);
    expect(await post()).toEqual({
      status: 503,
      headers: { 'retry-after': '5' },
      body: {
        message:
          'Wolfe cannot take the alert at the moment. Send it again in 5 seconds; the reason is in the log of ingest.',
      },
    });
    expect(console.error).toHaveBeenCalledOnce();
  });

  it('answers 503 when one part of several was not taken', async () => {
    const alerts = Array.from({ length: 3000 }, () => ({ text: 'x'.repeat(600) }));
    const { send } = world;
    world.send = (...args) => (sent.length === 2 ? Promise.reject(new Error('down')) : send(...args));
    expect((await post({ body: JSON.stringify({ alerts }) })).status).toBe(503);
  });

  it('stays accepted when only the signature could not be remembered', async () => {
    world.seen = () => Promise.reject(new Error('down'));
    expect((await post({ source: 'signed', headers: { 'x-wolfe-signature': sign(body) } })).status).toBe(202);
  });

  it('does not quote a secret of the wrong form in the log', async () => {
    world.secret = async () => ({ x: { type: 'bearer', token, more: 'hunter2' } });
    await post();
    expect(String(vi.mocked(console.error).mock.calls[0]?.[1])).toContain('has a part that is no key, at “x”');
    expect(String(vi.mocked(console.error).mock.calls.flat())).not.toMatch(/hunter2|correct-horse/);
  });
});
