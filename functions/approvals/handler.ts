import type { ApprovalCall } from '#runbooks/sdk/wire.ts';
import { dynamo, secretsManager, sfn } from '../adapters/clients.ts';
import { readEnv } from '../adapters/env.ts';
import { historyTable } from '../adapters/history-table.ts';
import { runs } from '../adapters/machines.ts';
import { secrets } from '../adapters/secrets.ts';
import { studioLink } from '../core/telling/link.ts';
import { people } from '../recorder/people.ts';
import { approvals } from './approvals.ts';

// Joins the keeping of asks to AWS; what becomes of an ask is in approvals.ts.
const env = readEnv(['HISTORY_TABLE', 'SYSTEM_SECRETS', 'STUDIO_URL']);
const secret = secrets(secretsManager());

const keep = approvals(
  {
    ...historyTable(dynamo(), env.HISTORY_TABLE),
    ...people((system) => secret.json(`${env.SYSTEM_SECRETS}${system}`)),
    succeed: runs(sfn()).succeed,
    link: studioLink(env.STUDIO_URL),
    now: () => new Date(),
  },
  (error) => console.error('People were not told of an ask; the keeper will try again.', error),
);

/** An ask, from the state machine that waits for its task token. */
export const handler = (call: ApprovalCall): Promise<void> => keep(call);
