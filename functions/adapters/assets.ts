import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Files that a deploy uploaded, in the bucket that the deploy itself names. */
export const assets = (client: S3Client) => ({
  /** The JSON value of one file. @throws SyntaxError when it is none; the SDK's error when it is not there */
  async asset(bucket: string, key: string): Promise<unknown> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return JSON.parse(await Body!.transformToString());
  },
});
