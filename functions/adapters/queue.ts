import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Characters that SQS takes, as XML 1.0 has them: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const refusedCharacter = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const everyRefused = new RegExp(refusedCharacter, 'gu');

/** Whether SQS would take this text as a body. */
export const isQueueable = (text: string): boolean => text.length > 0 && !refusedCharacter.test(text);

/** What SQS takes in one message, body and attributes together. */
export const messageBytes = 1_048_576;
/** Part of it that bodies leave free, for attributes and for the reason that a dead one gets. */
export const attributeBytes = 8_192;
const reasonCharacters = 1_000;

const attributesOf = (values: Record<string, string>): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, { DataType: 'String', StringValue: value.replace(everyRefused, '\u{fffd}') }]),
  );

/** One SQS queue. */
export const queue = (client: SQSClient, url: string) => {
  /** Queues a body with attributes. @returns the id that SQS gave it, once SQS has it. */
  const send = async (body: string, attributes: Record<string, string>): Promise<string> => {
    const { MessageId } = await client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageAttributes: attributesOf(attributes) }),
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
