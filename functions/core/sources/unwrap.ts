import type { Aside } from '../alert.ts';
import { type Budget, decode, maxBytes } from './decode.ts';
import { at, has, isRecord, record, text } from './fields.ts';

/** One message out of its wrappings, or why there is none. */
export type Piece = { body: unknown } | { aside: Aside };

/** Envelopes that one message may lie in: enough for SNS in SQS in an API's event. */
const maxDepth = 3;

const aside = (kind: Aside['kind'], reason: string): Piece[] => [{ aside: { kind, reason } }];

const tooDeep = aside('malformed', `wrapped more than ${maxDepth} deep`);

/** What lies in one record of a Lambda event: SNS' and SQS' own forms. None for other services' records. */
const inRecord = (entry: unknown): { content: unknown } | undefined => {
  if (has(entry, 'Sns.Message')) return { content: at(entry, 'Sns.Message') };
  const isSqs = at(entry, 'eventSource') === 'aws:sqs' || has(entry, 'messageId', 'receiptHandle');
  return isSqs && has(entry, 'body') ? { content: at(entry, 'body') } : undefined;
};

/** The envelopes, each by what only it has. An answer without `contents` is no envelope. */
const open = (body: unknown): { contents: unknown[] } | { aside: Piece[] } | undefined => {
  const records = isRecord(body) ? at(body, 'Records') : body;
  if (Array.isArray(records) && records.some((entry) => inRecord(entry) !== undefined)) {
    return { contents: records.map((entry) => inRecord(entry)?.content ?? entry) };
  }
  if (!isRecord(body)) return undefined;
  if (/^(SubscriptionConfirmation|UnsubscribeConfirmation)$/.test(text(body.Type) ?? '') && has(body, 'TopicArn')) {
    return { aside: aside('control', `${text(body.Type)} of the SNS topic ${text(body.TopicArn)}`) };
  }
  if (has(body, 'Message', 'MessageId', 'TopicArn')) return { contents: [body.Message] };
  if (has(body, 'requestContext', 'body')) {
    const encoded = body.isBase64Encoded === true && typeof body.body === 'string';
    return { contents: [encoded ? Buffer.from(body.body as string, 'base64') : body.body] };
  }
  // A CloudEvent's data, where that is itself someone's message.
  if (has(body, 'specversion', 'type', 'source') && isRecord(body.data)) return { contents: [body.data] };
  // EventBridge with someone else's message in it; AWS' own events are read whole.
  const sender = text(body.source) ?? '';
  if (
    has(body, 'detail-type', 'detail') &&
    sender !== '' &&
    (!sender.startsWith('aws.') || sender.startsWith('aws.partner/'))
  ) {
    return Object.keys(record(body.detail)).length > 0 ? { contents: [body.detail] } : undefined;
  }
  return undefined;
};

/** Takes the envelopes off one after the other. Text that is not JSON is no alert inside an envelope, and unreadable as a body. */
const unwrapAt = (depth: number, body: unknown, isKnown: (body: unknown) => boolean, budget: Budget): Piece[] => {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const decoded = decode(body, budget);
    if ('fault' in decoded) {
      return depth > 0 && decoded.fault === 'not JSON'
        ? aside('not an alert', 'the envelope holds text, not JSON')
        : aside('malformed', decoded.fault);
    }
    // Text once more is JSON that was written twice, which is one more layer.
    const layers = decoded.layers + (typeof decoded.value === 'string' ? 1 : 0);
    return depth + layers > maxDepth ? tooDeep : unwrapAt(depth + layers, decoded.value, isKnown, budget);
  }
  const opened = open(body);
  if (opened === undefined) return [{ body }];
  if ('aside' in opened) return opened.aside;
  if (depth >= maxDepth) return tooDeep;
  const pieces = opened.contents.flatMap((content) => unwrapAt(depth + 1, content, isKnown, budget));
  // An event of the user's own, in which no reader knows anything, is still an event.
  const plainEvent =
    (has(body, 'detail-type') || has(body, 'specversion')) &&
    !pieces.some((piece) => 'body' in piece && isKnown(piece.body));
  return plainEvent ? [{ body }] : pieces;
};

/**
 * The messages that a body holds, out of SNS (by HTTP and by Lambda), SQS, EventBridge, API Gateway, gzip and base64. What is
 * in an envelope is the same afterwards as if it had come bare.
 */
export const unwrap = (body: unknown, isKnown: (body: unknown) => boolean): Piece[] =>
  unwrapAt(0, body, isKnown, { bytes: maxBytes });
