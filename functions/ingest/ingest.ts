import { isUtf8 } from 'node:buffer';
import { decode, maxBytes } from '../core/sources/decode.ts';
import { jsonFault } from './json-fault.ts';
import { readKeys } from './keys.ts';
import { partBytes, partsOf } from './parts.ts';
import { proveWithAny } from './prove.ts';
import type { IngestRequest } from './request.ts';
import { type SnsWorld, snsProver } from './sns.ts';

/** What ingest needs from the world; the adapters and the test fakes both fit it. */
export interface IngestWorld extends SnsWorld {
  /** The ingest secret. */
  secret(): Promise<unknown>;
  /** Whether a signature was accepted before and is still remembered. */
  has(signature: string): Promise<boolean>;
  /** Remembers an accepted signature. */
  seen(signature: string, seconds: number): Promise<boolean>;
  /** Queues an alert's body; answers once the queue has it. */
  send(body: string, attributes: Record<string, string>): Promise<string>;
  now(): Date;
}

/** What the sender is told: for people, and for the log of the system that sends. */
export interface IngestReply {
  status: 202 | 400 | 401 | 404 | 405 | 413 | 503;
  headers: Record<string, string>;
  body: { message: string; ids?: string[] };
}

/** Seconds after which a sender should try again. */
const retrySeconds = 5;

const reply = (status: IngestReply['status'], message: string, headers: Record<string, string> = {}): IngestReply => ({
  status,
  headers,
  body: { message },
});
const later = (message: string): IngestReply => reply(503, message, { 'retry-after': String(retrySeconds) });
/** The answer for a sender who has waited long enough. */
export const late = (): IngestReply =>
  later(`Wolfe takes too long for the alert at the moment. Send it again in ${retrySeconds} seconds.`);
const unauthorized = (message: string): IngestReply => reply(401, message, { 'www-authenticate': 'Bearer, Basic' });

const tooLarge = (bytes: number): IngestReply =>
  reply(
    413,
    `The body is too large: ${bytes} bytes in one piece, of at most ${partBytes}. Send fewer alerts at once, or shorten the annotations.`,
  );

/** Why a body can be no alert, or what it holds. */
const opened = (bytes: Buffer): { value: unknown } | { refusal: IngestReply } => {
  const decoded = decode(bytes, { bytes: maxBytes });
  if ('value' in decoded) return decoded;
  const { fault } = decoded;
  if (/^(longer|inflates)/.test(fault))
    return { refusal: reply(413, `The body is too large: ${fault}. Send fewer alerts at once.`) };
  if (fault !== 'not JSON')
    return { refusal: reply(400, `The body is no alert: ${fault}. Send JSON, plain or compressed with gzip.`) };
  if (!isUtf8(bytes))
    return { refusal: reply(400, 'The body is not JSON, also when decompressed. Mend what makes it.') };
  const { line, column, wanted } = jsonFault(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  const where = `at line ${line}, column ${column} there should be ${wanted}`;
  return { refusal: reply(400, `The body is not JSON: ${where}. Mend what makes it.`) };
};

/**
 * One request through ingest: authenticate the source, look whether the body can be read at all, queue it. The body is queued as
 * it came and read by the matcher, so that a fault of a reader loses nothing; only what is no JSON is refused here, because no
 * reader will ever read it and its sender should learn of it at once. 202 is said only when the queue has every part. Whatever
 * is wrong on this side answers 503, for senders drop an alert on 4xx: they are to try again.
 */
export const ingest = (world: IngestWorld) => {
  const bySns = snsProver(world);
  return async (request: IngestRequest): Promise<IngestReply> => {
    const { method, source, body: bytes } = request;
    if (method !== 'POST') return reply(405, `Alerts are sent with POST, not ${method}.`, { allow: 'POST' });

    const now = world.now();
    const receivedAt = now.toISOString();
    try {
      const keys = readKeys(await world.secret())(source);
      if (!keys)
        return reply(
          404,
          `There is no source “${source.slice(0, 100)}”. Check the address, /v1/alerts/{source}, or give the source a key in Wolfe’s ingest secret.`,
        );
      const proof = await proveWithAny(keys, request, now, bySns);
      if (!proof.proven) return unauthorized(proof.message);
      if (proof.signature && (await world.has(proof.signature.id)))
        return unauthorized(
          'This request was accepted before: the same signature came again. Sign each request anew, with its own time.',
        );

      const found = opened(bytes);
      if ('refusal' in found) return found.refusal;
      const parts = partsOf(bytes, found.value);
      const largest = Math.max(...parts.map(({ body }) => Buffer.byteLength(body)));
      if (largest > partBytes) return tooLarge(largest);

      // Before it is queued: SNS tries again when it was not followed.
      if (proof.follow !== undefined) await world.page(proof.follow);
      const ids = await Promise.all(
        parts.map(({ body, encoding = '' }) => world.send(body, { source, receivedAt, encoding })),
      );
      // Only now: a sender that was told to try again sends the same signature.
      if (proof.signature) await world.seen(proof.signature.id, proof.signature.seconds).catch(console.error);
      return { status: 202, headers: {}, body: { message: 'accepted', ids } };
    } catch (error) {
      console.error(`An alert of source ${source.slice(0, 100)} could not be accepted.`, error);
      return later(
        `Wolfe cannot take the alert at the moment. Send it again in ${retrySeconds} seconds; the reason is in the log of ingest.`,
      );
    }
  };
};
