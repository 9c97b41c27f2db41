import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '#infra/local/aws/dynamodb.ts';
import { close } from '#infra/local/loopback.ts';
import { credentials, region } from '#infra/local/place.ts';

/** The tables of a world that is down, from its folder. */
export const openTables = async (data: string) => {
  const { url, server } = await dynamodb(join(data, 'tables'), () => {});
  const client = new DynamoDBClient({ endpoint: url, region, credentials });
  return {
    client,
    async close(): Promise<void> {
      client.destroy();
      await close(server);
    },
  };
};
