import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { bundlesBucket } from '../adapters/bundles-bucket.ts';
import { dynamo, s3, sfn, sqs } from '../adapters/clients.ts';
import { readEnv, region } from '../adapters/env.ts';
import { historyTable } from '../adapters/history-table.ts';
import { ledgerTable } from '../adapters/ledger-table.ts';
import { machines } from '../adapters/machines.ts';
import { queue } from '../adapters/queue.ts';
import { rulesTable } from '../adapters/rules-table.ts';
import { watch } from '../adapters/watch.ts';
import { batch } from './batch.ts';
import { heldKind, turn } from './held.ts';
import { matcher } from './matcher.ts';
import { seen } from './seen.ts';

// Joins the matcher to AWS; what is decided, and why, is in matcher.ts.
const env = readEnv([
  'RULES_TABLE',
  'HISTORY_TABLE',
  'LEDGER_TABLE',
  'BUNDLES_BUCKET',
  'ALERTS_QUEUE_URL',
  'DEAD_QUEUE_URL',
  'MACHINE_PREFIX',
]);
const tables = dynamo();
const { live, ruleSet } = rulesTable(tables, env.RULES_TABLE, region());
const { open, execution, cleared, recordDecision, beat } = historyTable(tables, env.HISTORY_TABLE);

const watched = watch('matcher');
const show = seen(watched);
const alerts = queue(sqs(), env.ALERTS_QUEUE_URL);
const now = () => new Date();

const handle = matcher({
  ...ledgerTable(tables, env.LEDGER_TABLE),
  ...{ live, ruleSet, open, execution, cleared, beat },
  recordDecision: (decision) => recordDecision(decision).then(() => show(decision)),
  keep: bundlesBucket(s3(), env.BUNDLES_BUCKET).keep,
  hold: (held) => alerts.send(JSON.stringify(held), { kind: heldKind }, turn(held, now())).then(() => {}),
  start: machines(sfn(), env.MACHINE_PREFIX).start,
  region: region(),
  now,
});
const each = batch({ handle, deadLetter: queue(sqs(), env.DEAD_QUEUE_URL).deadLetter });

/** Alerts in from SQS, executions out to Step Functions. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(watched.middleware)
  .handler(({ Records }) => each(Records));
