import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/** What an event source mapping joins. */
export interface QueueSource {
  client: SQSClient;
  queueUrl: string;
  queueArn: string;
  region: string;
  batch: number;
  /** How many batches at once. */
  concurrency: number;
  invoke(event: SQSEvent): Promise<unknown>;
  log(text: string): void;
}

/** One long poll, seconds; short, so that a message whose visibility ran out is not waited for long. */
const pollSeconds = 2;

const record = (message: Message, { queueArn, region }: QueueSource): SQSRecord => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: (message.Attributes ?? {}) as unknown as SQSRecord['attributes'],
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType = 'String', StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
      },
    ]),
  ),
  md5OfBody: message.MD5OfBody ?? '',
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: region,
});

/** Which messages of the batch are done: all, unless the answer names failures; none, when one it names is not of the batch. */
const done = (messages: Message[], answer: SQSBatchResponse | null | undefined): Message[] => {
  const failures = answer?.batchItemFailures ?? [];
  const ids = new Set(messages.map(({ MessageId }) => MessageId));
  if (failures.some(({ itemIdentifier }) => !ids.has(itemIdentifier))) return [];
  const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  return messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
};

/** Lambda's event source mapping on a queue: what the function does not fail is deleted, the rest comes again after its visibility. */
export const queueSource = (source: QueueSource) => {
  const ending = new AbortController();
  const { signal } = ending;

  const takeBatch = async (): Promise<void> => {
    const { Messages: messages = [] } = await source.client.send(
      new ReceiveMessageCommand({
        QueueUrl: source.queueUrl,
        MaxNumberOfMessages: source.batch,
        WaitTimeSeconds: pollSeconds,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
      { abortSignal: signal },
    );
    if (messages.length === 0) return;
    const answer = await source.invoke({ Records: messages.map((message) => record(message, source)) });
    const finished = done(messages, answer as SQSBatchResponse | null);
    if (finished.length > 0)
      await source.client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: source.queueUrl,
          Entries: finished.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
  };

  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await takeBatch();
      } catch (error) {
        if (!signal.aborted) source.log(`batch failed: ${(error as Error).message}\n`);
      }
    }
  };
  const polling = Array.from({ length: source.concurrency }, poll);
  return {
    async close(): Promise<void> {
      ending.abort();
      await Promise.all(polling);
    },
  };
};
