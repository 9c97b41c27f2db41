import { createVerify, X509Certificate } from 'node:crypto';
import { type Fields, isRecord, text } from './fields.ts';

/** What SNS sends once to an HTTP endpoint that is to receive a topic. */
export interface Confirmation {
  topic: string;
  /** Where the certificate of the signature lies. Fetched only after `request` has allowed it. */
  certificate: string;
  /** Following it confirms the subscription. Followed only after `confirmed` has allowed it. */
  subscribe: string;
}

export type Confirmed<T> = ({ allowed: true } & T) | { allowed: false; reason: string };

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

/** The fields that SNS signs in a subscription confirmation, in its order. */
const signed = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

const algorithms: Record<string, string> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

/** First half: is this a confirmation of an allowed topic whose addresses are SNS' own? Touches no network. */
export const request = (body: unknown, topics: readonly string[]): Confirmed<{ confirmation: Confirmation }> => {
  if (!isRecord(body) || body.Type !== 'SubscriptionConfirmation') return refused('no SubscriptionConfirmation of SNS');
  const topic = text(body.TopicArn) ?? '';
  if (!topics.includes(topic))
    return refused(`the topic ${topic} is not allowed; add it to the settings to receive it`);
  const certificate = text(body.SigningCertURL) ?? '';
  const subscribe = text(body.SubscribeURL) ?? '';
  if (!isSns(certificate, topic) || !new URL(certificate).pathname.endsWith('.pem')) {
    return refused("the certificate's address is not one of SNS in the topic's region");
  }
  const asked = isSns(subscribe, topic) ? new URL(subscribe).searchParams : undefined;
  if (asked?.get('Action') !== 'ConfirmSubscription' || asked.get('TopicArn') !== topic) {
    return refused("the address to follow is not SNS' confirmation of this topic");
  }
  return { allowed: true, confirmation: { topic, certificate, subscribe } };
};

const verifies = (body: Fields, pem: string): boolean => {
  const algorithm = algorithms[text(body.SignatureVersion) ?? ''];
  if (algorithm === undefined || typeof body.Signature !== 'string') return false;
  const content = signed.map((key) => `${key}\n${text(body[key])}\n`).join('');
  try {
    return createVerify(algorithm).update(content).verify(new X509Certificate(pem).publicKey, body.Signature, 'base64');
  } catch {
    return false;
  }
};

/**
 * Second half: with the certificate fetched, is the signature valid, and the certificate in its time and SNS' own? That it is no
 * stranger's rests on TLS to the host that `request` allowed, as with every client of SNS.
 */
export const confirmed = (
  body: unknown,
  topics: readonly string[],
  pem: string,
  at: Date,
): Confirmed<{ follow: string }> => {
  const asked = request(body, topics);
  if (!asked.allowed) return asked;
  if (!verifies(body as Fields, pem)) return refused('the signature does not fit the certificate');
  const { validFromDate, validToDate, subject } = new X509Certificate(pem);
  if (at < validFromDate || at > validToDate) return refused('the certificate is out of its time');
  if (!/^CN=sns(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/m.test(subject))
    return refused("the certificate is not SNS' own");
  return { allowed: true, follow: asked.confirmation.subscribe };
};
