import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type IngestWorld, ingest } from '#functions/ingest/ingest.ts';

/** Messages signed with keys that were thrown away, and the certificates of those keys. */
const { version2, notification, withSubject, unsubscribed, stranger, certificate } = JSON.parse(
  readFileSync(new URL('../core/sns.json', import.meta.url), 'utf8'),
);
const later = (hours: number) => new Date(Date.parse(notification.Timestamp) + hours * 3_600_000);

describe('a source that SNS sends', () => {
  let fetched: string[];
  let sent: string[];
  let seen: Set<string>;
  let world: IngestWorld;
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    fetched = [];
    sent = [];
    seen = new Set();
    world = {
      secret: async () => ({ alarms: { type: 'sns', topics: [version2.TopicArn] } }),
      has: async (id) => seen.has(id),
      seen: async (id) => !seen.add(id),
      send: async (body) => `m${sent.push(body)}`,
      page: async (address) => {
        fetched.push(address);
        return address.endsWith('.pem') ? certificate : '<ConfirmSubscriptionResponse/>';
      },
      now: () => later(1),
    };
  });
  afterEach(() => vi.restoreAllMocks());

  const post = (body: object, headers = {}, accept = ingest(world)) =>
    accept({ method: 'POST', source: 'alarms', headers, body: Buffer.from(JSON.stringify(body)) });

  it('is taken by its signature, and the certificate is fetched once', async () => {
    const accept = ingest(world);
    for (const body of [notification, withSubject]) expect((await post(body, {}, accept)).status).toBe(202);
    expect(sent.map((body) => JSON.parse(body))).toEqual([notification, withSubject]);
    expect(fetched).toEqual([notification.SigningCertURL]);
  });

  it('has its subscription confirmed, and the confirmation queued, so that it is seen', async () => {
    expect((await post(version2)).status).toBe(202);
    expect(fetched).toEqual([version2.SigningCertURL, version2.SubscribeURL]);
    expect(sent).toHaveLength(1);
  });

  it('is never subscribed again by the confirmation of its end', async () => {
    expect((await post(unsubscribed)).status).toBe(202);
    expect(fetched).toEqual([unsubscribed.SigningCertURL]);
  });

  it.each([
    ['a topic that is not on the list', { ...notification, TopicArn: 'arn:aws:sns:eu-west-1:1:other' }, 'not allowed'],
    ['a certificate of elsewhere', { ...notification, SigningCertURL: 'https://evil.example/a.pem' }, 'not one of SNS'],
    ['no message of SNS', { name: 'x' }, 'no message of SNS'],
  ])('is refused for %s, before anything is fetched', async (_what, body, message) => {
    const { status, body: told } = await post(body);
    expect([status, told.message, fetched]).toEqual([401, expect.stringContaining(message), []]);
  });

  it('is refused when it was changed, or signed by somebody else, and follows nothing', async () => {
    for (const body of [{ ...notification, Message: '{}' }, stranger]) {
      const { status, body: told } = await post(body);
      expect([status, told.message]).toEqual([401, expect.stringContaining('does not fit the certificate')]);
    }
    expect(new Set(fetched)).toEqual(new Set([notification.SigningCertURL]));
    expect(sent).toEqual([]);
  });

  it('is refused raw, with what to do about it', async () => {
    const { status, body } = await post({ name: 'x' }, { 'x-amz-sns-rawdelivery': 'true' });
    expect([status, body.message]).toEqual([401, expect.stringContaining('switch raw message delivery')]);
  });

  it('may come as late as SNS tries, and not twice', async () => {
    world.now = () => later(6);
    expect((await post(notification)).status).toBe(202);
    expect((await post(notification)).status).toBe(401);
    seen.clear();
    world.now = () => later(8);
    expect((await post(notification)).body.message).toContain('published at 2026-12-01T10:00:00.000Z');
    expect(sent).toHaveLength(1);
  });

  it('is to try again when its certificate or its confirmation does not come', async () => {
    const broken = (ending: string) => {
      world.page = async (address) => {
        if (address.endsWith(ending)) throw new Error('no answer');
        return certificate;
      };
    };
    broken('.pem');
    expect((await post(notification)).status).toBe(503);
    broken(version2.SubscribeURL);
    expect((await post(version2)).status).toBe(503);
    expect([sent, seen.size]).toEqual([[], 0]);
  });
});
