import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse, stringify } from 'yaml';
import { rulesTable } from '#functions/adapters/rules-table.ts';
import type { Live } from '#functions/core/live.ts';
import type { Publication } from '#functions/publisher/publisher.ts';
import type { RuleFile } from '#functions/studio/contract.ts';
import { api } from '#infra/cli/api.ts';
import type { Bundle } from '#runbooks/sdk/wire.ts';
import type { Lambdas } from './lambdas/functions.ts';
import { named, region } from './place.ts';

const library = join(import.meta.dirname, '../../runbooks/library');
const by = 'npm start';

/** Where the deployment goes. */
export interface Destination {
  lambdas: Lambdas;
  url: string;
  token: string;
  dynamodb: string;
}

const liveOf = async (endpoint: string): Promise<Live> => {
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  try {
    return await rulesTable(DynamoDBDocumentClient.from(client), named.table('rules')).live();
  } finally {
    client.destroy();
  }
};

/** The demo shows a run from end to end, so its rule acts by itself and at once; every other rule is as its author wrote it. */
const localRule = (text: string): string => {
  const rule = parse(text);
  if (rule.rule !== 'node-disk-pressure') return text;
  const { hold: _, ...guard } = rule.guard;
  return stringify({ ...rule, mode: 'auto', guard });
};

const suggestedRules = (runbooks: string[]): RuleFile[] =>
  runbooks.flatMap((name) => {
    const file = join(library, name, 'rule.yaml');
    return existsSync(file)
      ? [{ file: `runbooks/library/${name}/rule.yaml`, text: localRule(readFileSync(file, 'utf8')) }]
      : [];
  });

/** Does what a deployment does: publishes and releases the repository's runbooks as far as they changed, and gives a first rule set. */
export const deploy = async ({ lambdas, url, token, dynamodb }: Destination, bundles: readonly Bundle[]): Promise<void> => {
  const live = await liveOf(dynamodb);
  const isLive = (bundle: Bundle) =>
    live.releases.some(({ runbook, digest }) => runbook === bundle.runbook && digest === bundle.digest);
  for (const bundle of bundles.filter((one) => !isLive(one)))
    await lambdas.invoke('publisher', { bundle, release: true, by } satisfies Publication);
  const files = suggestedRules(bundles.map(({ runbook }) => runbook));
  if (!live.ruleSet && files.length > 0)
    await api({ url, token })('applyRules', { body: { files, expectedVersion: 0 } });
};
