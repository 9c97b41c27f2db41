import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signedBySns, snsMessage } from '#functions/core/sns.ts';

/** Messages signed with keys that were thrown away, and the certificates of those keys. */
const { version1, version2, notification, withSubject, unsubscribed, stranger, certificate, strangersCertificate } =
  JSON.parse(readFileSync(new URL('sns.json', import.meta.url), 'utf8'));
const topics = [version2.TopicArn];
const at = new Date('2027-01-01T00:00:00Z');

/** Both halves of the proof. */
const proven = (body: unknown, pem = certificate, now = at) => {
  const found = snsMessage(body, topics);
  return found.allowed ? signedBySns(body, found.message, pem, now) : found;
};

describe('a message of SNS', () => {
  it.each([notification, withSubject, unsubscribed, version1, version2])(
    'is proven by its signature: $Type',
    (body) => {
      expect(proven(body)).toEqual({ allowed: true });
    },
  );

  it.each([
    ['Message', '{}'],
    ['Subject', 'ALARM'],
    ['Timestamp', '2026-12-01T10:00:01.000Z'],
  ])('is refused when %s of a notification was changed', (key, value) => {
    expect(proven({ ...withSubject, [key]: value }).allowed).toBe(false);
    expect(proven({ ...notification, Subject: 'added' }).allowed).toBe(false);
  });

  it('leads nowhere unless it confirms a subscription', () => {
    const followed = [notification, unsubscribed, version2].map((body) => {
      const found = snsMessage(body, topics);
      return found.allowed && found.message.follow;
    });
    expect(followed).toEqual([undefined, undefined, version2.SubscribeURL]);
  });
});

describe('a subscription confirmation', () => {
  it('is refused for a topic that is not on the list', () => {
    expect(snsMessage(version2, [])).toMatchObject({ allowed: false, reason: expect.stringContaining('not allowed') });
  });

  it.each([
    ['Token', 'other'],
    ['Message', 'other'],
    ['Timestamp', '2026-12-01T10:00:01.000Z'],
    ['Signature', 'AAAA'],
    ['Signature', 7],
    ['SignatureVersion', '3'],
  ])('is refused when its %s was changed', (key, value) => {
    const body = { ...version2, [key]: value };
    expect(proven(body)).toEqual({
      allowed: false,
      reason: 'the signature does not fit the certificate',
    });
  });

  it.each([
    'http://sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.us-east-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/a.pem',
    'https://169.254.169.254/a.pem',
    'https://sns.eu-west-1.amazonaws.com/a.txt',
    'nonsense',
  ])('is refused before its certificate is fetched from %s', (address) => {
    expect(snsMessage({ ...version2, SigningCertURL: address }, topics).allowed).toBe(false);
  });

  it.each([
    'https://evil.example/?Action=ConfirmSubscription',
    `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&TopicArn=${topics[0]}`,
    'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:1:other',
  ])('is refused when it leads to %s', (address) => {
    expect(snsMessage({ ...version2, SubscribeURL: address }, topics).allowed).toBe(false);
  });

  it("is refused with a certificate that is not SNS' own, or out of its time, or none", () => {
    expect(proven(stranger, strangersCertificate)).toMatchObject({
      reason: "the certificate is not SNS' own",
    });
    expect(proven(version2, certificate, new Date('2020-01-01'))).toMatchObject({
      reason: 'the certificate is out of its time',
    });
    expect(proven(version2, 'no certificate').allowed).toBe(false);
  });

  it.each([null, 'text', [], {}, { Type: 'Notification' }, { Type: 'toString' }])('is nothing else: %j', (body) => {
    expect(snsMessage(body, topics).allowed).toBe(false);
  });
});
