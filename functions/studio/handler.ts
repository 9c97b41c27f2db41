import { handle } from 'hono/aws-lambda';
import type { Manifest } from '#runbooks/sdk/wire.ts';
import { bundlesBucket } from '../adapters/bundles-bucket.ts';
import { dynamo, s3, secretsManager, sfn, sqs } from '../adapters/clients.ts';
import { readEnv, region } from '../adapters/env.ts';
import { historyTable } from '../adapters/history-table.ts';
import { ledgerTable } from '../adapters/ledger-table.ts';
import { type Machines, machines } from '../adapters/machines.ts';
import { queue } from '../adapters/queue.ts';
import { rulesTable } from '../adapters/rules-table.ts';
import { secrets } from '../adapters/secrets.ts';
import { studio } from './app.ts';
import { tokensSecret } from './person.ts';
import { remembered } from './remembered.ts';
import { ruleView } from './rule-view.ts';

// Joins the Studio API to AWS; what it answers is in app.ts and routes/.
const env = readEnv([
  'ENVIRONMENT',
  'RULES_TABLE',
  'HISTORY_TABLE',
  'LEDGER_TABLE',
  'BUNDLES_BUCKET',
  'ALERTS_QUEUE_URL',
  'MACHINE_PREFIX',
  'STUDIO_SECRET',
]);
const tables = dynamo();
const now = () => new Date();
const rules = rulesTable(tables, env.RULES_TABLE, region());
const history = historyTable(tables, env.HISTORY_TABLE);
const alerts = queue(sqs(), env.ALERTS_QUEUE_URL);
const secret = secrets(secretsManager());
const ledger = ledgerTable(tables, env.LEDGER_TABLE);
const { start } = machines(sfn(), env.MACHINE_PREFIX);

/** The machines of the region that an execution runs in, which knows it alone. */
const machinesOf = async (execution: string): Promise<Machines> => {
  const at = (await history.execution(execution))?.region ?? region();
  return machines(sfn(at), env.MACHINE_PREFIX.replace(`:${region()}:`, `:${at}:`));
};

/** A version's manifest and a rule set never change, so each is read once. */
const manifest = remembered(async (runbook: string, digest: string): Promise<Manifest | undefined> => {
  const versions = await rules.runbookVersions(runbook);
  return versions.find((version) => version.digest === digest)?.manifest;
});
const ruleSet = remembered((version: number) => rules.ruleSet(version));

const app = studio({
  ...rules,
  ...history,
  ...ledger,
  unlock: ledger.release,
  ruleSet,
  manifest,
  start,
  stop: async (runbook, execution, cause) => (await machinesOf(execution)).stop(runbook, execution, cause),
  succeed: async (token, reply, execution) => (await machinesOf(execution)).succeed(token, reply),
  environment: env.ENVIRONMENT,
  region: region(),
  tokens: async () => tokensSecret.parse(await secret.json(env.STUDIO_SECRET)),
  send: ({ body, encoding = '' }, source = '') =>
    alerts.send(body, { source, receivedAt: now().toISOString(), encoding }),
  fetch: bundlesBucket(s3(), env.BUNDLES_BUCKET).fetch,
  decisions: async ({ message, ...filter }) => {
    const { items, cursor } = await history.decisions(filter);
    return { items: message ? items.filter((one) => one.message.id === message) : items, cursor };
  },
  ruleOwner: async (rule) => {
    const { version } = (await rules.live()).ruleSet ?? {};
    const source = version && (await ruleSet(version)).find((one) => ruleView(one).name === rule);
    return source ? ruleView(source).owner : undefined;
  },
  now,
});

/** Requests of Studio and the CLI, from the HTTP API. */
export const handler = handle(app);
