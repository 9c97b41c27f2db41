import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { openRegion, type Region } from '#infra/local/aws/region.ts';
import { openDataDir } from '#infra/local/data-dir.ts';
import { named } from '#infra/local/place.ts';
import { queues } from '#infra/topology.ts';
import { listening, noProc } from '#test/e2e/listening.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each();
});

const aRegion = async (path = mkdtempSync(join(tmpdir(), 'wolfe-region-'))) => {
  const data = openDataDir(path);
  const servers: Server[] = [];
  const region: Region = await openRegion(
    data,
    { invoke: () => Promise.reject(new Error('no Lambdas here')), tell: async () => {} },
    (server) => void servers.push(server),
  );
  const { endpoints } = region;
  const settings = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const clients = {
    dynamo: new DynamoDBClient({ ...settings, endpoint: endpoints.AWS_ENDPOINT_URL_DYNAMODB }),
    sqs: new SQSClient({ ...settings, endpoint: endpoints.AWS_ENDPOINT_URL_SQS }),
    s3: new S3Client({ ...settings, endpoint: endpoints.AWS_ENDPOINT_URL_S3, forcePathStyle: true }),
    secrets: new SecretsManagerClient({ ...settings, endpoint: endpoints.AWS_ENDPOINT_URL_SECRETS_MANAGER }),
  };
  let open = true;
  const close = async () => {
    if (!open) return;
    open = false;
    for (const client of Object.values(clients)) client.destroy();
    await region.close();
    data.release();
  };
  closing.push(close);
  return { ...clients, region, servers, path, close };
};

describe('the region on this machine', () => {
  it('keeps tables, objects, messages and secrets over a restart', async () => {
    const first = await aRegion();
    const key = { pk: { S: 'a' }, sk: { S: 'b' } };
    await first.dynamo.send(new PutItemCommand({ TableName: named.table('history'), Item: { ...key, n: { N: '1' } } }));
    await first.s3.send(new PutObjectCommand({ Bucket: named.bucket, Key: 'bundles/x/y.mjs', Body: 'code' }));
    await first.secrets.send(new CreateSecretCommand({ Name: 'wolfe/dev/s', SecretString: '{"a":1}' }));
    await first.sqs.send(new SendMessageCommand({ QueueUrl: first.region.queueUrl('alerts'), MessageBody: 'alert' }));
    await first.close();

    const second = await aRegion(first.path);
    const { Item } = await second.dynamo.send(new GetItemCommand({ TableName: named.table('history'), Key: key }));
    expect(Item?.n?.N).toBe('1');
    const { Body } = await second.s3.send(new GetObjectCommand({ Bucket: named.bucket, Key: 'bundles/x/y.mjs' }));
    expect(await Body?.transformToString()).toBe('code');
    const secret = await second.secrets.send(new GetSecretValueCommand({ SecretId: 'wolfe/dev/s' }));
    expect(secret.SecretString).toBe('{"a":1}');
    const receive = new ReceiveMessageCommand({ QueueUrl: second.region.queueUrl('alerts') });
    expect((await second.sqs.send(receive)).Messages?.[0]?.Body).toBe('alert');
  });

  it('gives a message that was taken when the world ended out again at once', async () => {
    const first = await aRegion();
    const take = ({ sqs, region }: typeof first) =>
      sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: region.queueUrl('alerts'),
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
      );
    await first.sqs.send(new SendMessageCommand({ QueueUrl: first.region.queueUrl('alerts'), MessageBody: 'alert' }));
    expect((await take(first)).Messages).toHaveLength(1);
    expect((await take(first)).Messages).toBeUndefined();
    await first.close();

    const { Messages } = await take(await aRegion(first.path));
    expect(Messages?.[0]).toMatchObject({ Body: 'alert', Attributes: { ApproximateReceiveCount: '2' } });
  });

  it('moves a message to the dead letters when it was received too often', async () => {
    const { sqs, region } = await aRegion();
    const from = (queue: 'alerts' | 'dead') =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl: region.queueUrl(queue), VisibilityTimeout: 0 }));
    await sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl('alerts'), MessageBody: 'poison' }));
    for (let n = 0; n < queues.alerts.maxReceives; n++) expect((await from('alerts')).Messages).toHaveLength(1);
    expect((await from('alerts')).Messages).toBeUndefined();
    expect((await from('dead')).Messages?.[0]?.Body).toBe('poison');
  });

  it('says of secrets what AWS says', async () => {
    const { secrets } = await aRegion();
    const create = () => secrets.send(new CreateSecretCommand({ Name: 'once', SecretString: 'x' }));
    await create();
    await expect(create()).rejects.toThrow(ResourceExistsException);
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'never' }))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  it.skipIf(noProc)('listens on loopback only', async () => {
    const { region } = await aRegion();
    const ports = new Set(Object.values(region.endpoints).map((url) => new URL(url).port));
    const ours = listening(process.pid).filter((address) => ports.has(address.split(':').at(-1) ?? ''));
    expect(ours.sort()).toEqual([...ports].map((port) => `127.0.0.1:${port}`).sort());
  });
});
