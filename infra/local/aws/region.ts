import type { Server } from 'node:http';
import type { DataDir } from '../data-dir.ts';
import { close, listen } from '../loopback.ts';
import { arns } from '../place.ts';
import { dynamodb } from './dynamodb.ts';
import { queuesAndObjects } from './queues-and-objects.ts';
import { secretFile, secretsManager } from './secrets-manager.ts';
import { stepFunctionsApi } from './stepfunctions/api.ts';
import { type ExecutionsWorld, executions as executionsOf } from './stepfunctions/executions.ts';
import { journals } from './stepfunctions/journal.ts';
import { machines as machinesOf } from './stepfunctions/machines.ts';
import { taskTokens } from './stepfunctions/tokens.ts';

/** What the region cannot do by itself: call Lambdas, and bring events to them. */
export type RegionWorld = Pick<ExecutionsWorld, 'invoke' | 'tell'>;

/** One AWS region as far as Wolfe needs it: services on loopback that speak AWS's own protocols, kept in the data folder. */
export const openRegion = async (data: DataDir, world: RegionWorld, watch: (server: Server) => void) => {
  const tokens = taskTokens();
  const machines = machinesOf(data.folder('machines'), arns.anyMachine, Date.now);
  const executions = executionsOf(machines, journals(data.folder('executions')), { ...world, tokens, now: Date.now });
  const secrets = secretFile({
    read: () => data.read('secrets.json'),
    write: (text) => data.keep('secrets.json', text),
  });

  const stepFunctions = stepFunctionsApi(machines, executions, tokens);
  const secretsServer = secretsManager(secrets);
  for (const server of [stepFunctions, secretsServer]) watch(server);
  const [tables, objects, sfnUrl, secretsUrl] = await Promise.all([
    dynamodb(data.folder('tables'), watch),
    queuesAndObjects(data.folder('queues'), watch),
    listen(stepFunctions),
    listen(secretsServer),
  ]);

  return {
    /** Where the SDK finds each service, under the names it reads from the environment. */
    endpoints: {
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      AWS_ENDPOINT_URL_SQS: objects.url,
      AWS_ENDPOINT_URL_S3: objects.url,
      AWS_ENDPOINT_URL_SFN: sfnUrl,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
    },
    queueUrl: objects.queueUrl,
    secrets,
    executions,
    async close(): Promise<void> {
      executions.abandon();
      await Promise.all([close(stepFunctions), close(secretsServer), close(tables.server), objects.close()]);
    },
  };
};
export type Region = Awaited<ReturnType<typeof openRegion>>;
