import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { rulesTable } from '#functions/adapters/rules-table.ts';
import type { Live } from '#functions/core/live.ts';
import type { Publication } from '#functions/publisher/publisher.ts';
import { api } from '#infra/cli/api.ts';
import type { Library } from '#infra/library.ts';
import type { Bundle } from '#runbooks/sdk/wire.ts';
import type { Lambdas } from './lambdas/functions.ts';
import { credentials, named, region } from './place.ts';

const by = 'npm start';

/** Where the deployment goes. */
export interface Destination {
  lambdas: Lambdas;
  url: string;
  token: string;
  dynamodb: string;
}

const liveOf = async (endpoint: string): Promise<Live> => {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    return await rulesTable(DynamoDBDocumentClient.from(client), named.table('rules'), region).live();
  } finally {
    client.destroy();
  }
};

/** Does what a deployment does: publishes and releases the runbooks that changed, and gives a first rule set. */
export const deploy = async ({ lambdas, url, token, dynamodb }: Destination, library: Library): Promise<void> => {
  const live = await liveOf(dynamodb);
  const isLive = (bundle: Bundle) =>
    live.releases.some(({ runbook, digest }) => runbook === bundle.runbook && digest === bundle.digest);
  for (const bundle of library.bundles.filter((one) => !isLive(one)))
    await lambdas.invoke('publisher', { bundle, release: true, by } satisfies Publication);
  if (!live.ruleSet && library.rules.length > 0)
    await api({ url, token })('applyRules', { body: { files: library.rules, expectedVersion: 0 } });
};
