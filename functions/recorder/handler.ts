import middy from '@middy/core';
import { dynamo, secretsManager, sfn } from '../adapters/clients.ts';
import { readEnv } from '../adapters/env.ts';
import { historyTable } from '../adapters/history-table.ts';
import { ledgerTable } from '../adapters/ledger-table.ts';
import { runs } from '../adapters/machines.ts';
import { secrets } from '../adapters/secrets.ts';
import { watch } from '../adapters/watch.ts';
import { studioLink } from '../core/telling/link.ts';
import { endingOf } from './ending.ts';
import { changed, type StatusChange } from './event.ts';
import { people } from './people.ts';
import { recorder } from './recorder.ts';
import { seen } from './seen.ts';

// Joins the recorder to AWS; what follows from an execution's end is in recorder.ts.
const env = readEnv(['HISTORY_TABLE', 'LEDGER_TABLE', 'SYSTEM_SECRETS', 'STUDIO_URL']);
const watched = watch('recorder');
const tables = dynamo();
const history = historyTable(tables, env.HISTORY_TABLE);
const secret = secrets(secretsManager());
const { release, ended } = ledgerTable(tables, env.LEDGER_TABLE);
const { describeRun } = runs(sfn());
const now = () => new Date();

const record = recorder({
  ...history,
  close: seen(watched, history.close),
  ...people((system) => secret.json(`${env.SYSTEM_SECRETS}${system}`)),
  release,
  ended,
  link: studioLink(env.STUDIO_URL),
  now,
});

/** Status changes of executions, from EventBridge: at least once, and in any order. */
export const handler = middy<StatusChange, void>()
  .use(watched.middleware)
  .handler(async (event) => {
    const { execution, executionArn, run, whole } = changed(event);
    const end = endingOf(whole ? run : ((await describeRun(executionArn)) ?? run), now());
    if (end) await record(execution, end);
  });
