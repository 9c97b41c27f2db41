import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { redelivery } from '../core/redelivery.ts';
import { attributesOf, type Message, messageOf } from './message.ts';

/** What a batch needs from the world. */
export interface BatchWorld {
  handle(message: Message): Promise<void>;
  deadLetter(body: string, reason: string, attributes: Record<string, string>): Promise<unknown>;
}

const inWords = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/**
 * Hands each message of a batch to the pipe, all at once; those that fail come again, and only those. A message that fails on
 * its last receive goes into the dead queue from here, because SQS would move it there without a reason; should even that fail,
 * SQS still does.
 */
export const batch = ({ handle, deadLetter }: BatchWorld) => {
  const isDone = async (record: SQSRecord): Promise<boolean> => {
    try {
      await handle(messageOf(record));
      return true;
    } catch (error) {
      const receives = Number(record.attributes.ApproximateReceiveCount);
      console.error(`Message ${record.messageId} failed on receive ${receives} of ${redelivery.maxReceives}.`, error);
      if (receives < redelivery.maxReceives) return false;
      return deadLetter(record.body, inWords(error), { ...attributesOf(record), messageId: record.messageId }).then(
        () => true,
        (refusal: unknown) => {
          console.error(`Message ${record.messageId} could not be put into the dead queue.`, refusal);
          return false;
        },
      );
    }
  };

  return async (records: SQSRecord[]): Promise<SQSBatchResponse> => {
    const done = await Promise.all(records.map(isDone));
    const failed = records.filter((_record, i) => !done[i]);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
};
