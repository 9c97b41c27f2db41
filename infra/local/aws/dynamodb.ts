import type { Server } from 'node:http';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { type TableName, type TableShape, tables } from '#infra/topology.ts';
import { listen } from '../loopback.ts';
import { credentials, named, region } from '../place.ts';

const attributesOf = (shape: TableShape): Set<string> =>
  new Set([
    shape.partition,
    ...(shape.sort ? [shape.sort] : []),
    ...shape.indexes.flatMap(({ partition, sort }) => [partition, sort]),
  ]);

const keys = (partition: string, sort?: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' as const }] : []),
];

/** The topology's table as DynamoDB is asked for it; every key is text. */
export const tableRequest = (name: TableName) => {
  const shape: TableShape = tables[name];
  const indexes = shape.indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keys(index.partition, index.sort),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  return new CreateTableCommand({
    TableName: named.table(name),
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys(shape.partition, shape.sort),
    AttributeDefinitions: [...attributesOf(shape)].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
  });
};

/** A DynamoDB with the topology's tables, kept in a folder. It has no transactions, streams or expiry: no stores rely on them. */
export const dynamodb = async (
  path: string,
  watch: (server: Server) => void,
): Promise<{ url: string; server: Server }> => {
  const server = dynalite({ path, createTableMs: 0 }) as Server;
  watch(server);
  const url = await listen(server);
  const client = new DynamoDBClient({ endpoint: url, region, credentials });
  const { TableNames: existing = [] } = await client.send(new ListTablesCommand({}));
  for (const name of Object.keys(tables) as TableName[])
    if (!existing.includes(named.table(name))) await client.send(tableRequest(name));
  client.destroy();
  return { url, server };
};
