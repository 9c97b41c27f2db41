import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queue } from '#functions/adapters/queue.ts';
import { attributeBytes, isQueueable, messageBytes } from '#functions/core/queueable.ts';
import { anSqs } from './stand-ins.ts';

describe('a queue in fauxqs', () => {
  let sqs: Awaited<ReturnType<typeof anSqs>>;
  let url: string;
  beforeAll(async () => {
    sqs = await anSqs();
  });
  afterAll(() => sqs.close());
  beforeEach(async ({ task }) => {
    url = (await sqs.client.send(new CreateQueueCommand({ QueueName: task.id.replace(/\W/g, '_') }))).QueueUrl!;
  });
  const receive = async () => {
    const { Messages } = await sqs.client.send(
      new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ['All'] }),
    );
    const message = Messages?.[0];
    const attributes = Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
      name,
      StringValue,
    ]);
    return { id: message?.MessageId, body: message?.Body, attributes: Object.fromEntries(attributes) };
  };

  it('takes a body with attributes, and says its id', async () => {
    const id = await queue(sqs.client, url).send('{"a": 1}', { source: 'alertmanager', receivedAt: 'now' });
    expect(await receive()).toEqual({
      id,
      body: '{"a": 1}',
      attributes: { source: 'alertmanager', receivedAt: 'now' },
    });
  });

  it('puts the reason beside a dead body, cut short and free of what SQS refuses', async () => {
    await queue(sqs.client, url).deadLetter('body', `broke\u0000${'x'.repeat(5000)}`, {
      source: 'plain',
      encoding: '',
    });
    const { attributes } = await receive();
    expect(attributes.reason).toBe(`broke\ufffd${'x'.repeat(994)}`);
    expect(Object.keys(attributes).sort()).toEqual(['reason', 'source']);
  });

  it('takes the longest body that leaves the attributes their room', async () => {
    const body = 'x'.repeat(messageBytes - attributeBytes);
    await queue(sqs.client, url).deadLetter(body, '\u{fffd}'.repeat(2000), { source: 's'.repeat(100) });
    expect((await receive()).body).toHaveLength(body.length);
  });

  it('says of a text whether SQS would take it', () => {
    expect(['{"a": "\u00e9\t\r\n\u{1f600}"}', '', 'a\u0000', 'a\u001b', 'a\uffff', 'a\ud800'].map(isQueueable)).toEqual(
      [true, false, false, false, false, false],
    );
  });
});
