import { gunzipSync, gzipSync } from 'node:zlib';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The history table as its parts are given it. `now` is asked only for the end of a list that has none. */
export interface Table {
  client: DynamoDBDocumentClient;
  name: string;
  now(): Date;
}

/** Days that each class of record is kept. */
export const keptDays = { decision: 90, execution: 400, audit: 400, heartbeat: 30 } as const;

/** Value of the table's TTL attribute, epoch seconds, for a record that began at an ISO time. */
export const expiry = (kind: keyof typeof keptDays, at: string): number =>
  Math.floor(Date.parse(at) / 1000) + keptDays[kind] * 86_400;

/** From here on JSON text is worth compressing: an item's price goes by the kilobyte. */
const compressFromBytes = 2_048;

/**
 * JSON of any shape as one attribute: text, or gzip when it is long. Kept so, and not as DynamoDB's own maps, because those
 * refuse numbers beyond 38 digits, and because 400 KB an item hold several times more this way.
 */
export const pack = (value: unknown): string | Uint8Array => {
  const text = JSON.stringify(value);
  return text.length < compressFromBytes ? text : gzipSync(text);
};

/** The value behind `pack`. */
export const unpack = <T>(packed: string | Uint8Array): T =>
  JSON.parse(typeof packed === 'string' ? packed : gunzipSync(packed).toString('utf8')) as T;

/** `pack` for what may be absent. */
export const packSome = (value: unknown) => (value === undefined ? undefined : pack(value));
export const unpackSome = <T>(packed: string | Uint8Array | undefined): T | undefined =>
  packed === undefined ? undefined : unpack<T>(packed);

/** Awaits a conditional write: false when its condition did not hold. */
export const held = (write: Promise<unknown>): Promise<boolean> =>
  write.then(
    () => true,
    (error: unknown) => {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    },
  );
