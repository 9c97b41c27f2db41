import middy from '@middy/core';
import { dynamo, secretsManager, sfn } from '../adapters/clients.ts';
import { readEnv, region } from '../adapters/env.ts';
import { historyTable } from '../adapters/history-table.ts';
import { ledgerTable } from '../adapters/ledger-table.ts';
import { machines } from '../adapters/machines.ts';
import { rulesTable } from '../adapters/rules-table.ts';
import { secrets } from '../adapters/secrets.ts';
import { watch } from '../adapters/watch.ts';
import { takeoverAfterSeconds } from '../core/guardrails/episode.ts';
import { studioLink } from '../core/telling/link.ts';
import { people } from '../recorder/people.ts';
import { seen } from '../recorder/seen.ts';
import { keeper } from './keeper.ts';
import { own } from './own.ts';

// Joins the keeper to AWS; what it looks after is in keeper.ts.
const env = readEnv(['RULES_TABLE', 'HISTORY_TABLE', 'LEDGER_TABLE', 'MACHINE_PREFIX', 'SYSTEM_SECRETS', 'STUDIO_URL']);
const watched = watch('keeper');
const tables = dynamo();
const secret = secrets(secretsManager());
const { release, ended } = ledgerTable(tables, env.LEDGER_TABLE);
const { describe, succeed } = machines(sfn(), env.MACHINE_PREFIX);

const history = historyTable(tables, env.HISTORY_TABLE);
const rules = rulesTable(tables, env.RULES_TABLE, region());

const keep = keeper(
  {
    ...history,
    ...own(region(), history),
    close: seen(watched, history.close),
    heartbeats: (page) => history.heartbeats({ ...page, region: region() }),
    watch: async () => (await rules.live()).heartbeats,
    ...people((system) => secret.json(`${env.SYSTEM_SECRETS}${system}`)),
    release,
    ended,
    describe,
    succeed,
    link: studioLink(env.STUDIO_URL),
    now: () => new Date(),
  },
  { event: 60, start: takeoverAfterSeconds },
);

/** One round, on schedule. */
export const handler = middy<unknown, void>()
  .use(watched.middleware)
  .handler(async () => {
    const { failures, ...done } = await keep();
    if (Object.values(done).some((count) => count > 0)) watched.say('round', done);
    for (const { subject, error } of failures) console.error(`The keeper could not look after ${subject}.`, error);
  });
