import { createVerify, X509Certificate } from 'node:crypto';
import { type Fields, isRecord, text } from './sources/fields.ts';

/** The fields that SNS signs, in its order: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
const signed = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;
type Kind = keyof typeof signed;

/** What SNS sends to an HTTP endpoint, as far as its proof goes. */
export interface SnsMessage {
  kind: Kind;
  id: string;
  topic: string;
  /** ISO; when it was published. The same each time that SNS tries to deliver it. */
  at: string;
  /** Where the certificate of the signature lies; on a host of SNS' own. */
  certificate: string;
  /** Of a subscription's confirmation: following it, with a proven message only, confirms the subscription. */
  follow?: string;
}

export type Judged<T> = ({ allowed: true } & T) | { allowed: false; reason: string };

const refused = (reason: string): { allowed: false; reason: string } => ({ allowed: false, reason });

/** SNS' own hosts. The region has to be that of the topic, so a stranger's partition signs nothing here. */
const isSns = (address: string, topic: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username } = new URL(address);
  const region = topic.split(':')[3];
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    [`sns.${region}.amazonaws.com`, `sns.${region}.amazonaws.com.cn`].includes(hostname)
  );
};

/** Where a subscription is confirmed; none when the address leads anywhere else. */
const confirmation = (address: string, topic: string): string | undefined => {
  const asked = isSns(address, topic) ? new URL(address).searchParams : undefined;
  return asked?.get('Action') === 'ConfirmSubscription' && asked.get('TopicArn') === topic ? address : undefined;
};

/** First half of the proof: is it SNS', of an allowed topic, and are its addresses SNS' own? Touches no network. */
export const snsMessage = (body: unknown, topics: readonly string[]): Judged<{ message: SnsMessage }> => {
  const type = isRecord(body) ? (text(body.Type) ?? '') : '';
  if (!isRecord(body) || !Object.hasOwn(signed, type)) return refused('it is no message of SNS');
  const kind = type as Kind;
  const topic = text(body.TopicArn) ?? '';
  if (!topics.includes(topic))
    return refused(
      `the topic ${topic.slice(0, 300)} is not allowed; add it to the topics of this source to receive it`,
    );
  const certificate = text(body.SigningCertURL) ?? '';
  if (!isSns(certificate, topic) || !new URL(certificate).pathname.endsWith('.pem'))
    return refused("the certificate's address is not one of SNS in the topic's region");
  const follow = kind === 'SubscriptionConfirmation' ? confirmation(text(body.SubscribeURL) ?? '', topic) : undefined;
  if (kind === 'SubscriptionConfirmation' && follow === undefined)
    return refused("the address to follow is not SNS' confirmation of this topic");
  return {
    allowed: true,
    message: {
      ...{ kind, topic, certificate },
      id: text(body.MessageId) ?? '',
      at: text(body.Timestamp) ?? '',
      ...(follow !== undefined && { follow }),
    },
  };
};

const algorithms: Record<string, string> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

const verifies = (body: Fields, kind: Kind, pem: string): boolean => {
  const algorithm = algorithms[text(body.SignatureVersion) ?? ''];
  if (algorithm === undefined || typeof body.Signature !== 'string') return false;
  // As it was sent, also where it begins or ends with blanks; a notification without a subject signs none.
  const content = signed[kind]
    .filter((key) => body[key] !== undefined)
    .map((key) => `${key}\n${String(body[key])}\n`)
    .join('');
  try {
    return createVerify(algorithm).update(content).verify(new X509Certificate(pem).publicKey, body.Signature, 'base64');
  } catch {
    return false;
  }
};

/**
 * Second half: with the certificate fetched, is the signature valid, and the certificate in its time and SNS' own? That it is no
 * stranger's rests on TLS to the host that the first half allowed, as with every client of SNS.
 */
export const signedBySns = (body: unknown, { kind }: SnsMessage, pem: string, now: Date): Judged<object> => {
  if (!verifies(body as Fields, kind, pem)) return refused('the signature does not fit the certificate');
  const { validFromDate, validToDate, subject } = new X509Certificate(pem);
  if (now < validFromDate || now > validToDate) return refused('the certificate is out of its time');
  return /^CN=sns(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/m.test(subject)
    ? { allowed: true }
    : refused("the certificate is not SNS' own");
};
