import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { type Held, heldKind, heldOf } from './held.ts';

/** One message of the alerts queue, as ingest or an AWS service put it there. */
export interface Message {
  /** SQS' own; the same at each delivery. */
  id: string;
  /** ISO 8601 UTC with milliseconds; the same at each delivery. */
  receivedAt: string;
  /** The sender that ingest authenticated; services that write to the queue themselves name none. */
  source?: string;
  body: string | Uint8Array;
  /** An alert that a rule held, in place of a sender's body. */
  held?: Held;
}

/** Text attributes of a record, by name. */
export const attributesOf = ({ messageAttributes }: SQSRecord): Record<string, string> =>
  Object.fromEntries(
    Object.entries(messageAttributes ?? {}).flatMap(([name, { stringValue }]) =>
      stringValue === undefined ? [] : [[name, stringValue]],
    ),
  );

const moment = (text: string | undefined): string | undefined => {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
};

/**
 * Reads a record of the queue. Without ingest's attributes the time is when SQS got it, and the body tells its sender.
 * @throws when it says that it is a held alert, and is none.
 */
export const messageOf = (record: SQSRecord): Message => {
  const { source, receivedAt, encoding, kind } = attributesOf(record);
  if (kind === heldKind) {
    const held = heldOf(record.body);
    return { id: record.messageId, receivedAt: held.until, body: record.body, held };
  }
  const sent = new Date(Number(record.attributes.SentTimestamp)).toISOString();
  return {
    id: record.messageId,
    receivedAt: moment(receivedAt) ?? sent,
    ...(source !== undefined && { source }),
    body: encoding === 'base64' ? Buffer.from(record.body, 'base64') : record.body,
  };
};

/** The id of the decision on one entry of a message: sorts by time, and is the same when the message is delivered again. */
export const decisionId = ({ id, receivedAt }: Message, index: number): string => {
  const hash = createHash('sha256').update(`${id}#${index}`).digest('hex').slice(0, 16);
  return `${receivedAt.replace(/[-:.]/g, '')}-${hash}`;
};
