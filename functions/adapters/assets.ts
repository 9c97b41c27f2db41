import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** One file as the Studio site's bucket keeps it. */
export interface Page {
  path: string;
  body: Uint8Array;
  type: string;
  cacheControl: string;
}

/** Files that a deploy uploaded, in the bucket that the deploy itself names; and pages, in the bucket that they are served from. */
export const assets = (client: S3Client) => ({
  /** The JSON value of one file. @throws SyntaxError when it is none; the SDK's error when it is not there */
  async asset(bucket: string, key: string): Promise<unknown> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return JSON.parse(await Body!.transformToString());
  },

  async page(bucket: string, { path, body, type, cacheControl }: Page): Promise<void> {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: path, Body: body, ContentType: type, CacheControl: cacheControl }),
    );
  },
});
