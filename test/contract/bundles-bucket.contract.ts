import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BundlesBucket, bundlesBucket } from '#functions/adapters/bundles-bucket.ts';
import { digestOf } from '#runbooks/sdk/digest.ts';
import type { Bundle } from '#runbooks/sdk/wire.ts';
import { fakeBucket } from './fakes/bundles-bucket.ts';
import { anS3 } from './stand-ins.ts';

const name = 'wolfe-test-bundles';

const s3 = async () => {
  const stand = await anS3();
  await stand.client.send(new CreateBucketCommand({ Bucket: name }));
  const bucket = bundlesBucket(stand.client, name);
  const overwrite = (Key: string, Body: string) => stand.client.send(new PutObjectCommand({ Bucket: name, Key, Body }));
  return { bucket, overwrite, close: stand.close };
};
const memory = async () => ({ bucket: fakeBucket(), close: async () => {} });

const files = {
  'code.mjs': 'export default { greeting: "grüße 🦊" };',
  'manifest.json': '{"runbook":"greet"}',
  'machine.json': '{}',
};
const bundle: Bundle = { runbook: 'greet', digest: digestOf(files), files };

describe.each([
  ['in S3', s3],
  ['in memory', memory],
])('bundles bucket %s', (_, make) => {
  let bucket: BundlesBucket;
  beforeEach(async () => {
    const made = await make();
    bucket = made.bucket;
    return made.close;
  });

  it('gives back the bundle that was put, however often', async () => {
    await bucket.put(bundle);
    await bucket.put(bundle);
    expect(await bucket.load('greet', bundle.digest)).toEqual(bundle);
  });

  it('says which object is missing', async () => {
    await expect(bucket.load('greet', 'f'.repeat(64))).rejects.toThrow(
      /^bundles\/greet\/f{64}\/\S+ is not in the bucket/,
    );
  });

  it('keeps JSON of any size behind a pointer made from its content', async () => {
    const value = { text: 'ü'.repeat(300_000), list: [null, 1.5, { a: false }] };
    const pointer = await bucket.keep(value);
    expect(pointer.$pointer.key).toBe(`results/${pointer.$pointer.sha256}`);
    expect(pointer.$pointer.bytes).toBe(Buffer.byteLength(JSON.stringify(value)));
    expect(await bucket.keep(value)).toEqual(pointer);
    expect(await bucket.fetch(pointer)).toEqual(value);
  });

  it('keeps bytes as they are', async () => {
    const bytes = new Uint8Array([0, 255, 10, 13, 195, 40]);
    expect([...(await bucket.fetchRaw(await bucket.keepRaw(bytes)))]).toEqual([...bytes]);
  });
});

describe('bundles bucket in S3', () => {
  let stand: Awaited<ReturnType<typeof s3>>;
  beforeEach(async () => {
    stand = await s3();
    return stand.close;
  });

  it('refuses a bundle with one byte changed: which digest was wanted, which found, and the cure', async () => {
    await stand.bucket.put(bundle);
    const code = files['code.mjs'].replace('grüße', 'grüßE');
    await stand.overwrite(`bundles/greet/${bundle.digest}/code.mjs`, code);
    const found = digestOf({ ...files, 'code.mjs': code });
    await expect(stand.bucket.load('greet', bundle.digest)).rejects.toMatchObject({
      name: 'BundleChangedError',
      message:
        `The bundle of runbook greet is not what its digest says: expected ${bundle.digest}, found ${found}. ` +
        'Publish the runbook again; do not run these bytes.',
    });
  });

  it('is cured by putting the bundle again', async () => {
    await stand.bucket.put(bundle);
    await stand.overwrite(`bundles/greet/${bundle.digest}/machine.json`, '{"StartAt":"elsewhere"}');
    await stand.bucket.put(bundle);
    expect(await stand.bucket.load('greet', bundle.digest)).toEqual(bundle);
  });

  it('refuses a result that was changed', async () => {
    const pointer = await stand.bucket.keep({ used: 91 });
    await stand.overwrite(pointer.$pointer.key, '{"used":11}');
    await expect(stand.bucket.fetch(pointer)).rejects.toMatchObject({
      name: 'ObjectChangedError',
      message: expect.stringMatching(
        /^results\/[0-9a-f]{64} in the bucket wolfe-test-bundles was changed: expected [0-9a-f]{64}, found [0-9a-f]{64}\. Run the runbook again\.$/,
      ),
    });
  });
});
