import * as z from 'zod';

const bearer = z.strictObject({ type: z.literal('bearer'), token: z.string().min(8) });
const basic = z.strictObject({ type: z.literal('basic'), user: z.string().min(1), password: z.string().min(8) });
const hmac = z.strictObject({
  type: z.literal('hmac'),
  secret: z.string().min(8),
  /** Header with the signature; several signatures in it are parted by commas. */
  header: z.string().toLowerCase().default('x-wolfe-signature'),
  algorithm: z.literal('sha256').default('sha256'),
  encoding: z.enum(['hex', 'base64']).default('hex'),
  /** What stands before the signature in its header, e.g. `sha256=` or `v1=`. */
  prefix: z.string().default(''),
  /** Header with the time of signing. With it `<time>.<body>` is signed, without it the body alone. */
  timestampHeader: z.string().toLowerCase().optional(),
  /** How old a signed request may be, and how long an accepted one is remembered. */
  toleranceSeconds: z.int().min(1).max(86_400).default(300),
});
/** Amazon SNS, which signs with its own certificate, for these topics. */
const sns = z.strictObject({
  type: z.literal('sns'),
  topics: z.array(z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/)).min(1),
});
const key = z.discriminatedUnion('type', [bearer, basic, hmac, sns]);
/** A text alone is a bearer token. */
const plain = z
  .string()
  .min(8)
  .transform((token): Key[] => [{ type: 'bearer', token }]);
const keysOfSource = z.union([plain, key.transform((one) => [one]), z.array(key).min(1)]);

/** Name of the key for every source that has none of its own. */
const everySource = '*';

/** One way for a source to prove itself; see the fields above for units and defaults. */
export type Key = z.output<typeof key>;
export type HmacKey = z.output<typeof hmac>;
export type SnsKey = z.output<typeof sns>;

/** The ingest secret does not have the form that ingest reads. Says where, and quotes nothing of it. */
export class IngestSecretError extends Error {
  override name = 'IngestSecretError';
  readonly code = 'INGEST_SECRET';
}

/**
 * The ingest secret: by source the key that it proves itself with, or several while one is rotated; under `*`, if there is that,
 * the key of all others. There is no open mode: a source without a key is unknown.
 * @returns the keys of a source; undefined when it is unknown.
 * @throws IngestSecretError when a source's part has another form; the others would not work either, so that it is noticed.
 */
export const readKeys = (secret: unknown): ((source: string) => Key[] | undefined) => {
  if (typeof secret !== 'object' || secret === null || Array.isArray(secret))
    throw new IngestSecretError(
      'The ingest secret must be a JSON object: {"<source>": "<bearer token>"}, or with {"type": …} for other ways.',
    );
  const keys = new Map(
    Object.entries(secret).map(([source, value]) => {
      const read = keysOfSource.safeParse(value);
      if (read.success) return [source, read.data];
      throw new IngestSecretError(
        `The ingest secret has a part that is no key, at “${source}”. Write a token, {"type": "bearer", "token": "…"}, ` +
          '{"type": "basic", "user": "…", "password": "…"}, {"type": "hmac", "secret": "…"} or {"type": "sns", "topics": ["arn:…"]}, or a list of such; ' +
          'tokens, passwords and secrets have at least 8 characters.',
      );
    }),
  );
  return (source) => keys.get(source) ?? keys.get(everySource);
};
