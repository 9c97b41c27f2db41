import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { queueSource } from '#infra/local/lambdas/queue-source.ts';

/** A client whose queue holds one batch; resolves `settled` when the source asks for the next. */
const aQueue = (ids: string[]) => {
  const deleted: string[] = [];
  const settled = Promise.withResolvers<void>();
  let given = false;
  const send = async (
    command: { input: { Entries?: { ReceiptHandle: string }[] } },
    options?: { abortSignal: AbortSignal },
  ) => {
    if (command.input.Entries) {
      deleted.push(...command.input.Entries.map(({ ReceiptHandle }) => ReceiptHandle));
      return {};
    }
    if (!given) {
      given = true;
      return { Messages: ids.map((id) => ({ MessageId: id, ReceiptHandle: `handle ${id}`, Body: `body ${id}` })) };
    }
    settled.resolve();
    return new Promise((_, reject) =>
      options?.abortSignal.addEventListener('abort', () => reject(new Error('aborted'))),
    );
  };
  return { client: { send } as unknown as SQSClient, deleted, settled: settled.promise };
};

const afterOneBatch = async (ids: string[], invoke: (event: SQSEvent) => Promise<unknown>) => {
  const queue = aQueue(ids);
  const logged: string[] = [];
  const source = queueSource({
    client: queue.client,
    queueUrl: 'http://q',
    queueArn: 'arn:aws:sqs:us-east-1:0:q',
    region: 'us-east-1',
    batch: 10,
    concurrency: 1,
    invoke,
    log: (text) => void logged.push(text),
  });
  await queue.settled;
  await source.close();
  return { deleted: queue.deleted, logged };
};

describe('the event source of a queue', () => {
  it('hands over the batch as Lambda gets it, and deletes it when the function answers nothing', async () => {
    const events: SQSEvent[] = [];
    const { deleted } = await afterOneBatch(['a', 'b'], async (event) => void events.push(event));
    expect(events[0]?.Records.map(({ messageId, body, eventSource }) => [messageId, body, eventSource])).toEqual([
      ['a', 'body a', 'aws:sqs'],
      ['b', 'body b', 'aws:sqs'],
    ]);
    expect(deleted).toEqual(['handle a', 'handle b']);
  });

  it('deletes all but the failures that the function names', async () => {
    const invoke = async () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect((await afterOneBatch(['a', 'b'], invoke)).deleted).toEqual(['handle b']);
  });

  it('deletes nothing when the function names a failure that was not in the batch, as Lambda does', async () => {
    const invoke = async () => ({ batchItemFailures: [{ itemIdentifier: '' }] });
    expect((await afterOneBatch(['a'], invoke)).deleted).toEqual([]);
  });

  it('deletes nothing when the function fails, says so, and goes on', async () => {
    const { deleted, logged } = await afterOneBatch(['a'], () => Promise.reject(new Error('broken')));
    expect(deleted).toEqual([]);
    expect(logged).toEqual(['batch failed: broken\n']);
  });
});
