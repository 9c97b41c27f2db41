import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { confirmed, request } from '#functions/core/sources/confirm.ts';

/** Confirmations signed with keys that were thrown away, and the certificates of those keys. */
const { version1, version2, stranger, certificate, strangersCertificate } = JSON.parse(
  readFileSync(new URL('confirmation.json', import.meta.url), 'utf8'),
);
const topics = [version2.TopicArn];
const at = new Date('2027-01-01T00:00:00Z');

describe('a subscription confirmation', () => {
  it.each([version1, version2])('is followed for an allowed topic with a valid signature', (body) => {
    expect(confirmed(body, topics, certificate, at)).toEqual({ allowed: true, follow: version2.SubscribeURL });
  });

  it('is refused for a topic that is not on the list', () => {
    expect(request(version2, [])).toMatchObject({ allowed: false, reason: expect.stringContaining('not allowed') });
  });

  it.each([
    ['Token', 'other'],
    ['Message', 'other'],
    ['Timestamp', '2026-03-01T10:00:01.000Z'],
    ['Signature', 'AAAA'],
    ['Signature', 7],
    ['SignatureVersion', '3'],
  ])('is refused when its %s was changed', (key, value) => {
    const body = { ...version2, [key]: value };
    expect(confirmed(body, topics, certificate, at)).toEqual({
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
    expect(request({ ...version2, SigningCertURL: address }, topics).allowed).toBe(false);
  });

  it.each([
    'https://evil.example/?Action=ConfirmSubscription',
    `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&TopicArn=${topics[0]}`,
    'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:1:other',
  ])('is refused when it leads to %s', (address) => {
    expect(request({ ...version2, SubscribeURL: address }, topics).allowed).toBe(false);
  });

  it("is refused with a certificate that is not SNS' own, or out of its time, or none", () => {
    expect(confirmed(stranger, topics, strangersCertificate, at)).toMatchObject({
      reason: "the certificate is not SNS' own",
    });
    expect(confirmed(version2, topics, certificate, new Date('2020-01-01'))).toMatchObject({
      reason: 'the certificate is out of its time',
    });
    expect(confirmed(version2, topics, 'no certificate', at).allowed).toBe(false);
  });

  it.each([null, 'text', [], {}, { Type: 'Notification' }])('is nothing else: %j', (body) => {
    expect(request(body, topics).allowed).toBe(false);
  });
});
