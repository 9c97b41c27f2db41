import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sources } from '#functions/core/sources/all.ts';
import { maxBytes } from '#functions/core/sources/decode.ts';
import { read } from '#functions/core/sources/read.ts';

const receipt = { receivedAt: '2026-03-01T12:00:00.000Z' };
const text = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** The envelopes a message may come in, each as its service writes it. */
const envelopes: Record<string, (body: unknown) => unknown> = {
  bytes: (body) => Buffer.from(text(body)),
  'SNS by HTTP': (body) => ({
    Type: 'Notification',
    MessageId: '1',
    TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
    Message: text(body),
    Timestamp: '2026-03-01T10:00:00.000Z',
  }),
  'SNS by Lambda': (body) => ({
    Records: [
      { EventSource: 'aws:sns', Sns: { Type: 'Notification', MessageId: '1', TopicArn: 'a', Message: text(body) } },
    ],
  }),
  'SQS by Lambda': (body) => ({ Records: [{ messageId: '1', eventSource: 'aws:sqs', body: text(body) }] }),
  'SQS by a pipe': (body) => [{ messageId: '1', receiptHandle: 'r', eventSource: 'aws:sqs', body: text(body) }],
  'a custom event of EventBridge': (body) => ({ id: '1', 'detail-type': 'alert', source: 'shop', detail: body }),
  'a CloudEvent': (body) => ({ specversion: '1.0', id: '1', source: '/s', type: 't', data: body }),
  'API Gateway': (body) => ({ requestContext: {}, headers: {}, isBase64Encoded: false, body: text(body) }),
  'API Gateway in base64': (body) => ({
    requestContext: {},
    isBase64Encoded: true,
    body: Buffer.from(text(body)).toString('base64'),
  }),
  gzip: (body) => gzipSync(text(body)),
  'gzip in base64': (body) => gzipSync(text(body)).toString('base64'),
  base64: (body) => Buffer.from(text(body)).toString('base64'),
  'JSON written twice': (body) => JSON.stringify(text(body)),
};

const holdsObjects = (body: unknown) => typeof body === 'object' && !Array.isArray(body);

describe.each(Object.entries(envelopes))('%s', (name, wrap) => {
  const objectsOnly = name.includes('CloudEvent') || name.includes('EventBridge');

  it.each(sources.filter(({ name: source }) => source !== 'atlas').map((source) => [source.name, source] as const))(
    'does not change what %s says',
    async (source, { example }) => {
      if (objectsOnly && !holdsObjects(example)) return;
      const bare = await read(text(example), receipt);
      expect(bare.alerts[0]?.source).toBe(source);
      expect(await read(wrap(example), receipt)).toEqual(bare);
    },
  );
});

const alert = (name: string) => ({ name, status: 'firing', labels: {}, startsAt: '2026-03-01T10:00:00.000Z' });
const sqs = envelopes['SQS by Lambda']!;
const sns = envelopes['SNS by HTTP']!;
const api = envelopes['API Gateway']!;

describe('an envelope', () => {
  it('is opened three deep and no deeper', async () => {
    expect((await read(sqs(sns(api(alert('A')))), receipt)).alerts).toHaveLength(1);
    expect(await read(sqs(sqs(sns(api(alert('A'))))), receipt)).toEqual({
      alerts: [],
      aside: [{ kind: 'malformed', reason: 'wrapped more than 3 deep' }],
    });
  });

  it('loses none of its messages to one that is broken, and says which', async () => {
    const body = {
      Records: ['{"broken', text(alert('A')), 'plain words', text(alert('B')), text({ unknown: true })].map(
        (one, i) => ({
          messageId: String(i),
          eventSource: 'aws:sqs',
          body: one,
        }),
      ),
    };
    const { alerts, aside } = await read(body, receipt);
    expect(alerts.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(aside.map(({ index, kind }) => [index, kind])).toEqual([
      [0, 'not an alert'],
      [2, 'not an alert'],
      [4, 'not an alert'],
    ]);
  });

  it("keeps the user's own event when nothing inside is known", async () => {
    const { alerts } = await read(
      { id: '1', 'detail-type': 'Order stuck', source: 'shop', detail: { order: 7 } },
      receipt,
    );
    expect(alerts).toMatchObject([{ name: 'Order stuck', status: 'event', source: 'aws', labels: { order: '7' } }]);
  });

  it.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])(
    'that is a %s is control, and leads nowhere',
    async (Type) => {
      const body = {
        Type,
        TopicArn: 't',
        Message: 'm',
        SubscribeURL: 'https://evil.example/',
        MessageId: '1',
        Token: 'secret',
      };
      expect(await read(body, receipt)).toEqual({
        alerts: [],
        aside: [{ kind: 'control', reason: `${Type} of the SNS topic t` }],
      });
    },
  );

  it('of a service that sends no alerts is set aside', async () => {
    const { aside } = await read({ Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'k' } } }] }, receipt);
    expect(aside).toMatchObject([{ kind: 'not an alert' }]);
  });
});

describe('a body', () => {
  it.each([
    ['', 'an empty body'],
    ['not json', 'not JSON'],
    ['{"a":', 'not JSON'],
    ['['.repeat(20_000) + ']'.repeat(20_000), 'nested more than 64 deep'],
    ['{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000), 'nested more than 64 deep'],
    [gzipSync('[]').subarray(0, 12), 'broken gzip'],
    [gzipSync(Buffer.alloc(maxBytes + 1, 0x20), { level: 9 }), `inflates to more than ${maxBytes} bytes`],
    [gzipSync(Buffer.alloc(maxBytes + 1, 0x20)).toString('base64'), `inflates to more than ${maxBytes} bytes`],
    [' '.repeat(maxBytes + 1), `longer than ${maxBytes} bytes`],
    [Buffer.alloc(maxBytes + 1), `longer than ${maxBytes} bytes`],
  ])('that cannot be read is set aside with its reason', async (body, reason) => {
    expect(await read(body, receipt)).toEqual({ alerts: [], aside: [{ kind: 'malformed', reason }] });
  });

  it('of many bombs, each within the limit, is inflated no further than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(maxBytes - 1, 0x20)).toString('base64');
    const record = { messageId: '1', eventSource: 'aws:sqs', body: bomb };
    const { aside } = await read({ Records: Array.from({ length: 40 }, () => record) }, receipt);
    expect(aside.map(({ reason }) => reason)).toEqual([
      'an empty body',
      ...Array.from({ length: 39 }, () => `inflates to more than ${maxBytes} bytes`),
    ]);
  });

  it('with a name or an identity of a megabyte is cut, and flagged', async () => {
    const long = 'x'.repeat(1_000_000);
    const [cut] = (await read(text({ ...alert(long), fingerprint: long }), receipt)).alerts;
    expect(cut).toMatchObject({ name: 'x'.repeat(1024), flags: ['name'] });
    expect(cut?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });

  it('with invalid UTF-8 is read, and the rest of its text kept', async () => {
    const body = Buffer.concat([
      Buffer.from('{"name":"A'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('","status":"firing","labels":{}}'),
    ]);
    expect((await read(body, receipt)).alerts).toMatchObject([{ name: 'A\uFFFD\uFFFD', status: 'firing' }]);
  });

  it('may begin with a byte order mark', async () => {
    expect((await read(`\uFEFF${text(alert('A'))}`, receipt)).alerts).toHaveLength(1);
  });

  it('with a key given twice means the last', async () => {
    const { alerts } = await read('{"name":"A","status":"firing","status":"resolved","labels":{}}', receipt);
    expect(alerts).toMatchObject([{ status: 'resolved' }]);
  });

  it('of 2,000 alerts loses none', async () => {
    const alerts = Array.from({ length: 2_000 }, (_, i) => ({ labels: { alertname: 'A', i: String(i) } }));
    const reading = await read(text({ receiver: 'r', status: 'firing', alerts }), receipt);
    expect(new Set(reading.alerts.map(({ fingerprint }) => fingerprint)).size).toBe(2_000);
  });

  it('keeps an annotation of 300 KB whole', async () => {
    const long = 'é'.repeat(150_000);
    const { alerts } = await read(text({ ...alert('A'), annotations: { long } }), receipt);
    expect(alerts[0]?.annotations.long).toBe(long);
  });

  it('cannot reach the prototype of objects by the name of a label', async () => {
    const { alerts } = await read(
      '{"name":"A","status":"firing","labels":{"__proto__":"x","constructor":"y"},"annotations":{"__proto__":{"polluted":1}}}',
      receipt,
    );
    expect(Object.entries(alerts[0]!.labels)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(Object.getPrototypeOf(alerts[0]!.labels)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });
});

describe('a named source', () => {
  it('wins over what the body looks like', async () => {
    const { aside } = await read(text(alert('A')), { ...receipt, source: 'alertmanager' });
    expect(aside).toMatchObject([{ kind: 'malformed' }]);
  });

  it('that nobody reads leaves it to the body', async () => {
    const { alerts } = await read(text(alert('A')), { ...receipt, source: 'shop-scripts' });
    expect(alerts).toMatchObject([{ name: 'A', source: 'plain' }]);
  });

  it("that begins with a reader's name is read by it where the body does not tell", async () => {
    const { alerts } = await read('{"message":"m"}', { ...receipt, source: 'elastalert-emea' });
    expect(alerts).toMatchObject([{ name: 'm', status: 'unknown', source: 'elastalert' }]);
  });

  it('is that of what lies in an event of EventBridge', async () => {
    const body = {
      id: '1',
      'detail-type': 'match',
      source: 'logs',
      detail: { rule_name: 'Too many 500s', service: 'shop' },
    };
    expect((await read(body, { ...receipt, source: 'elastalert' })).alerts).toMatchObject([{ name: 'Too many 500s' }]);
    expect((await read(body, { ...receipt, source: 'aws' })).alerts).toMatchObject([
      { name: 'match', status: 'event' },
    ]);
  });

  it('reads an empty object without an alert', async () => {
    for (const { name } of sources) {
      const { alerts, aside } = await read('{}', { ...receipt, source: name });
      expect([name, alerts.filter(({ status }) => status === 'firing')]).toEqual([name, []]);
      expect([name, alerts.length + aside.length]).toEqual([name, 1]);
    }
  });
});
