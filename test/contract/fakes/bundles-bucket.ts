import { createHash } from 'node:crypto';
import { type BundlesBucket, ObjectMissingError } from '#functions/adapters/bundles-bucket.ts';
import { verifyBundle } from '#runbooks/sdk/digest.ts';
import type { Bundle, Pointer } from '#runbooks/sdk/wire.ts';

/** The bundles bucket in memory. */
export const fakeBucket = (): BundlesBucket => {
  const bundles = new Map<string, Bundle>();
  const objects = new Map<string, Uint8Array>();

  const keepBytes = async (folder: string, bytes: Uint8Array): Promise<Pointer> => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const key = `${folder}/${sha256}`;
    objects.set(key, bytes);
    return { $pointer: { key, bytes: bytes.length, sha256 } };
  };
  const fetchRaw = async ({ $pointer: { key } }: Pointer): Promise<Uint8Array> => {
    const bytes = objects.get(key);
    if (!bytes) throw new ObjectMissingError(`${key} is not in the bucket.`);
    return bytes;
  };

  return {
    put: async (bundle) => {
      bundles.set(`${bundle.runbook}/${bundle.digest}`, structuredClone(bundle));
    },
    load: async (runbook, digest) => {
      const bundle = bundles.get(`${runbook}/${digest}`);
      if (!bundle) throw new ObjectMissingError(`bundles/${runbook}/${digest}/code.mjs is not in the bucket.`);
      verifyBundle(bundle);
      return structuredClone(bundle);
    },
    keep: (value) => keepBytes('results', Buffer.from(JSON.stringify(value))),
    fetch: async (pointer) => JSON.parse(Buffer.from(await fetchRaw(pointer)).toString('utf8')),
    keepRaw: (bytes) => keepBytes('raw', bytes),
    fetchRaw,
  };
};
