import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { queueable } from '../core/queueable.ts';

const reasonCharacters = 1_000;

const attributesOf = (values: Record<string, string>): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, { DataType: 'String', StringValue: queueable(value) }]),
  );

/** One SQS queue. */
export const queue = (client: SQSClient, url: string) => {
  /**
   * Queues a body with attributes.
   * @param delaySeconds for which nobody gets it; at most 900.
   * @returns the id that SQS gave it, once SQS has it.
   */
  const send = async (body: string, attributes: Record<string, string>, delaySeconds?: number): Promise<string> => {
    const { MessageId } = await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: attributesOf(attributes),
        DelaySeconds: delaySeconds,
      }),
    );
    return MessageId!;
  };

  return {
    send,
    /** Queues a body that was given up, with the reason as an attribute of its own. */
    deadLetter: (body: string, reason: string, attributes: Record<string, string>): Promise<string> =>
      send(body, { ...attributes, reason: reason.slice(0, reasonCharacters) }),
  };
};
export type Queue = ReturnType<typeof queue>;
