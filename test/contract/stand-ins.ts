import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { buildApp } from 'fauxqs';
import { names, type TableName, type TableShape, tables } from '#infra/topology.ts';

const region = 'eu-west-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
/** Names as a deployment of the environment `test` would have them. */
export const testNames = names('test', region, '000000000000');

const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const keys = (partition: string, sort?: string): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' as const }] : []),
];

const createTable = (name: TableName, shape: TableShape): CreateTableCommand => {
  const attributes = new Set(
    [shape, ...shape.indexes].flatMap(({ partition, sort }) => (sort ? [partition, sort] : [partition])),
  );
  return new CreateTableCommand({
    TableName: testNames.table(name),
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keys(shape.partition, shape.sort),
    ...(shape.indexes.length > 0 && {
      GlobalSecondaryIndexes: shape.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index.partition, index.sort),
        Projection: { ProjectionType: 'ALL' as const },
      })),
    }),
  });
};

/** DynamoDB in memory on a port of its own; `createTables` makes those of the topology and says their names. */
export const aDynamo = async () => {
  const server = dynalite({ createTableMs: 0 });
  const plain = new DynamoDBClient({ endpoint: await listen(server), region, credentials });
  return {
    client: DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } }),
    async createTables(): Promise<Record<TableName, string>> {
      const shapes = Object.entries(tables) as [TableName, TableShape][];
      await Promise.all(shapes.map(([name, shape]) => plain.send(createTable(name, shape))));
      return Object.fromEntries(shapes.map(([name]) => [name, testNames.table(name)])) as Record<TableName, string>;
    },
    async close(): Promise<void> {
      plain.destroy();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const fauxqs = async () => {
  const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: region });
  return { endpoint: await app.listen({ port: 0, host: '127.0.0.1' }), app };
};

/** SQS in memory on a port of its own. */
export const anSqs = async () => {
  const { endpoint, app } = await fauxqs();
  const client = new SQSClient({ endpoint, region, credentials });
  return {
    client,
    async close(): Promise<void> {
      client.destroy();
      await app.close();
    },
  };
};

/** S3 in memory on a port of its own; buckets are addressed by path. */
export const anS3 = async () => {
  const { endpoint, app } = await fauxqs();
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  return {
    client,
    async close(): Promise<void> {
      client.destroy();
      await app.close();
    },
  };
};
