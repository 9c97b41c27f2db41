import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HmacKey, Key, SnsKey } from './keys.ts';
import type { IngestRequest } from './request.ts';

/**
 * Whether a request comes from who has the key. `signature` names an accepted request that must not pass twice, and for how
 * many seconds it has to be remembered; `follow` is an address to be called before it is accepted.
 */
export type Proof =
  | { proven: true; signature?: { id: string; seconds: number }; follow?: string }
  | { proven: false; far: number; message: string };

/** How far a request came with a key; of several keys the message of the farthest is the one that helps. */
const far = { nothing: 0, wrong: 1, stale: 2 } as const;

const digest = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();
/** Takes the same time whatever differs, lengths included. */
const same = (a: string | Uint8Array, b: string | Uint8Array): boolean => timingSafeEqual(digest(a), digest(b));

const authorization = (scheme: string, { headers }: IngestRequest): string | undefined =>
  new RegExp(`^${scheme} +(.+)$`, 'i').exec(headers.authorization ?? '')?.[1];

const none = (message: string): Proof => ({ proven: false, far: far.nothing, message });
const wrong = (message: string): Proof => ({ proven: false, far: far.wrong, message });

const bearer = (token: string, request: IngestRequest): Proof => {
  const given = authorization('bearer', request);
  if (given === undefined)
    return none(
      `No token was sent. Send the header “authorization: Bearer <token>” with the token of source ${request.source}.`,
    );
  return same(given, token)
    ? { proven: true }
    : wrong(
        `The token is not that of source ${request.source}. Compare it with Wolfe’s ingest secret; a changed secret takes effect within five minutes.`,
      );
};

const basic = (user: string, password: string, request: IngestRequest): Proof => {
  const given = authorization('basic', request);
  if (given === undefined)
    return none(`No user and password were sent. Send basic authorization with those of source ${request.source}.`);
  return same(Buffer.from(given, 'base64'), Buffer.from(`${user}:${password}`))
    ? { proven: true }
    : wrong(
        `User or password are not those of source ${request.source}. Compare them with Wolfe’s ingest secret; a changed secret takes effect within five minutes.`,
      );
};

/** Seconds since 1970, from seconds, milliseconds or ISO 8601. */
const secondsOf = (text: string): number => {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Number(text);
  return (/^\d{12,13}$/.test(text) ? Number(text) : Date.parse(text)) / 1000;
};

const hmac = (key: HmacKey, request: IngestRequest, now: Date): Proof => {
  const header = request.headers[key.header];
  if (header === undefined)
    return none(
      `No signature was sent. Send it in the header ${key.header}, made with the secret of source ${request.source}.`,
    );
  const time = key.timestampHeader === undefined ? undefined : request.headers[key.timestampHeader];
  if (key.timestampHeader !== undefined && time === undefined)
    return none(`No time of signing was sent. Send it in the header ${key.timestampHeader}, and sign “<time>.<body>”.`);

  const made = createHmac(key.algorithm, key.secret);
  if (time !== undefined) made.update(`${time}.`);
  const expected = made.update(request.body).digest();
  const given = header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(key.prefix))
    .map((part) => Buffer.from(part.slice(key.prefix.length), key.encoding));
  if (!given.some((signature) => same(signature, expected)))
    return wrong(
      `The signature does not fit the body. Sign ${time === undefined ? 'the body' : '“<time>.<body>”'} byte for byte as it is sent, ` +
        `with HMAC-SHA256 and the secret of source ${request.source}, and write it as ${key.encoding}${key.prefix ? ` after “${key.prefix}”` : ''}.`,
    );

  if (time !== undefined && !(Math.abs(now.getTime() / 1000 - secondsOf(time)) <= key.toleranceSeconds))
    return {
      proven: false,
      far: far.stale,
      message: `The request was signed too long ago, or a clock is wrong: ${key.timestampHeader} may differ by ${key.toleranceSeconds} s from ${now.toISOString()}. Sign it anew.`,
    };
  // A time may lie in the future by as much, so a request is good for twice as long.
  const seconds = key.toleranceSeconds * 2;
  return { proven: true, signature: { id: `${request.source}#${expected.toString('hex')}`, seconds } };
};

/** How SNS proves itself, which takes a certificate from the network. */
export type SnsProve = (key: SnsKey, request: IngestRequest, now: Date) => Promise<Proof>;

const prove = (key: Key, request: IngestRequest, now: Date, bySns: SnsProve): Proof | Promise<Proof> => {
  switch (key.type) {
    case 'bearer':
      return bearer(key.token, request);
    case 'basic':
      return basic(key.user, key.password, request);
    case 'hmac':
      return hmac(key, request, now);
    case 'sns':
      return bySns(key, request, now);
  }
};

/** Tries every key of the source; the message of a refusal is that of the key that came farthest, and never holds a secret. */
export const proveWithAny = async (
  keys: readonly Key[],
  request: IngestRequest,
  now: Date,
  bySns: SnsProve,
): Promise<Proof> => {
  const proofs = await Promise.all(keys.map((key) => prove(key, request, now, bySns)));
  const farness = (proof: Proof): number => (proof.proven ? Number.POSITIVE_INFINITY : proof.far);
  return proofs.reduce((best, proof) => (farness(proof) > farness(best) ? proof : best));
};
