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
const key = z.discriminatedUnion('type', [bearer, basic, hmac]);
const keysOfSource = z.union([key.transform((one) => [one]), z.array(key).min(1)]);

/** One way for a source to prove itself; see the fields above for units and defaults. */
export type Key = z.output<typeof key>;
export type HmacKey = z.output<typeof hmac>;

/** The ingest secret does not have the form that ingest reads. Says where, and quotes nothing of it. */
export class IngestSecretError extends Error {
  override name = 'IngestSecretError';
  readonly code = 'INGEST_SECRET';
}

/**
 * The ingest secret: by source the key that it proves itself with, or several while one is rotated. There is no open mode: a
 * source without a key is unknown.
 * @throws IngestSecretError when a source's part has another form; the others would not work either, so that it is noticed.
 */
export const readKeys = (secret: unknown): Map<string, Key[]> => {
  if (typeof secret !== 'object' || secret === null || Array.isArray(secret))
    throw new IngestSecretError(
      'The ingest secret must be a JSON object: {"<source>": {"type": "bearer", "token": "…"}}.',
    );
  return new Map(
    Object.entries(secret).map(([source, value]) => {
      const read = keysOfSource.safeParse(value);
      if (read.success) return [source, read.data];
      throw new IngestSecretError(
        `The ingest secret has a part that is no key, at “${source}”. Write {"type": "bearer", "token": "…"}, ` +
          '{"type": "basic", "user": "…", "password": "…"} or {"type": "hmac", "secret": "…"}, or a list of such; ' +
          'tokens, passwords and secrets have at least 8 characters.',
      );
    }),
  );
};
