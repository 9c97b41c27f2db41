import { tmpdir } from 'node:os';
import middy from '@middy/core';
import type { Plan, StepCall, StepReply } from '#runbooks/sdk/wire.ts';
import { bundlesBucket } from '../adapters/bundles-bucket.ts';
import { dynamo, s3, secretsManager } from '../adapters/clients.ts';
import { readEnv, region } from '../adapters/env.ts';
import { historyTable } from '../adapters/history-table.ts';
import { ledgerTable } from '../adapters/ledger-table.ts';
import { rulesTable } from '../adapters/rules-table.ts';
import { secrets } from '../adapters/secrets.ts';
import { watch } from '../adapters/watch.ts';
import { tapConsole } from './console.ts';
import { loader } from './load.ts';
import { runner } from './runner.ts';

// Joins the runner to AWS; what a step may do, and when, is in runner.ts.
const env = readEnv(['RUNBOOK', 'RULES_TABLE', 'HISTORY_TABLE', 'LEDGER_TABLE', 'BUNDLES_BUCKET', 'SYSTEM_SECRETS']);
const watched = watch('runner');
const tables = dynamo();
const bucket = bundlesBucket(s3(), env.BUNDLES_BUCKET);
const secret = secrets(secretsManager());
tapConsole(console);

const run = runner(
  {
    load: loader((digest) => bucket.load(env.RUNBOOK, digest), tmpdir()),
    secret: (system) => secret.json(`${env.SYSTEM_SECRETS}${system}`),
    live: rulesTable(tables, env.RULES_TABLE, region()).live,
    history: historyTable(tables, env.HISTORY_TABLE),
    ledger: ledgerTable(tables, env.LEDGER_TABLE),
    keep: bucket.keep,
    fetch: bucket.fetch,
    now: () => new Date(),
  },
  env.RUNBOOK,
);

/** A step of the runbook, called by its state machine. */
export const handler = middy<StepCall, StepReply | Plan>()
  .use(watched.middleware)
  .handler((call, context) => {
    const { execution, runbook, digest } = call.state;
    // What the step writes to its console carries the same request id.
    watched.say(`${call.do} ${call.step}`, { execution, runbook, digest, step: call.step, retry: call.retry });
    return run(call, context.getRemainingTimeInMillis());
  });
