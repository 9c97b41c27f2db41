import { createHash } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { verifyBundle } from '#runbooks/sdk/digest.ts';
import type { Bundle, BundleFiles, Json, Pointer } from '#runbooks/sdk/wire.ts';

/** An object that something points at is not in the bucket. */
export class ObjectMissingError extends Error {
  override name = 'ObjectMissingError';
  readonly code = 'object-missing';
}

/** The bytes of a result are not those that its pointer names. */
export class ObjectChangedError extends Error {
  override name = 'ObjectChangedError';
  readonly code = 'object-changed';
}

const fileNames = ['code.mjs', 'manifest.json', 'machine.json'] as const satisfies (keyof BundleFiles)[];
const types = {
  'code.mjs': 'text/javascript',
  'manifest.json': 'application/json',
  'machine.json': 'application/json',
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The region's bucket: bundles by runbook and digest, and what is too large for a state or an item, by its hash. Every key is
 * made from its content, so that each write may be repeated.
 */
export const bundlesBucket = (client: S3Client, bucket: string) => {
  const put = async (key: string, body: string | Uint8Array, type: string): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: type }));
  };
  const get = async (key: string, cure: string): Promise<Uint8Array> => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body!.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) throw new ObjectMissingError(`${key} is not in the bucket ${bucket}. ${cure}`);
      throw error;
    }
  };
  const keepBytes = async (folder: string, bytes: Uint8Array, type: string): Promise<Pointer> => {
    const hash = sha256(bytes);
    const key = `${folder}/${hash}`;
    await put(key, bytes, type);
    return { $pointer: { key, bytes: bytes.length, sha256: hash } };
  };
  const bytesOf = async ({ $pointer: { key, sha256: wanted } }: Pointer): Promise<Uint8Array> => {
    const bytes = await get(key, 'It may have been removed by the bucket’s own expiry.');
    const found = sha256(bytes);
    if (found === wanted) return bytes;
    throw new ObjectChangedError(
      `${key} in the bucket ${bucket} was changed: expected ${wanted}, found ${found}. Run the runbook again.`,
    );
  };

  return {
    put: async ({ runbook, digest, files }: Bundle): Promise<void> => {
      await Promise.all(fileNames.map((name) => put(`bundles/${runbook}/${digest}/${name}`, files[name], types[name])));
    },

    /** @throws ObjectMissingError when it was never published here; BundleChangedError when its bytes are not its digest's. */
    load: async (runbook: string, digest: string): Promise<Bundle> => {
      const read = async (name: keyof BundleFiles) => [
        name,
        Buffer.from(
          await get(
            `bundles/${runbook}/${digest}/${name}`,
            'Publish this version of the runbook in this region again.',
          ),
        ).toString('utf8'),
      ];
      const files = Object.fromEntries(await Promise.all(fileNames.map(read))) as BundleFiles;
      const bundle = { runbook, digest, files };
      verifyBundle(bundle);
      return bundle;
    },

    /** Keeps a JSON value; equal text is kept once. */
    keep: (value: Json): Promise<Pointer> =>
      keepBytes('results', Buffer.from(JSON.stringify(value)), 'application/json'),

    /** @throws ObjectMissingError, ObjectChangedError */
    fetch: async (pointer: Pointer): Promise<Json> => JSON.parse(Buffer.from(await bytesOf(pointer)).toString('utf8')),

    /** Keeps bytes as they came, e.g. the body of a large alert. */
    keepRaw: (bytes: Uint8Array): Promise<Pointer> => keepBytes('raw', bytes, 'application/octet-stream'),

    /** @throws ObjectMissingError, ObjectChangedError */
    fetchRaw: bytesOf,
  };
};

/** The verbs of the bucket; pipes pick those that they need. */
export type BundlesBucket = ReturnType<typeof bundlesBucket>;
