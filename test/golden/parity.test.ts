import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionOf } from '#functions/publisher/publisher.ts';
import { keepFile } from '#infra/code.ts';
import { dynamodb } from '#infra/local/aws/dynamodb.ts';
import { queuesAndObjects } from '#infra/local/aws/queues-and-objects.ts';
import { frontDoor } from '#infra/local/front-door.ts';
import { type Lambdas, lambdas } from '#infra/local/lambdas/functions.ts';
import { close, listen } from '#infra/local/loopback.ts';
import { account, arns, credentials, environment, region } from '#infra/local/place.ts';
import { envKeys, type FunctionName, functions, runner } from '#infra/topology.ts';
import type { Bundle } from '#runbooks/sdk/wire.ts';
import { type Resolved, resolved } from './resolve.ts';
import { built, filesOf, templatesOf } from './synthesize.ts';

const settings = { environments: { [environment]: { home: region, regions: [region], account } } };

/** A Lambda that answers with all that it was told. */
const echo = `export const handler = (_event, { functionName, memoryLimitInMB, getRemainingTimeInMillis }) =>
  ({ functionName, memoryMb: Number(memoryLimitInMB), timeoutSeconds: Math.ceil(getRemainingTimeInMillis() / 1000), env: process.env });`;

/** A function as either world has it; addresses that a world chooses are left out. */
interface Told {
  functionName: string;
  memoryMb: number;
  timeoutSeconds: number;
  env: Record<string, string | undefined>;
}
const ownAddresses = ['ALERTS_QUEUE_URL', 'DEAD_QUEUE_URL', 'STUDIO_URL'];
const told = ({ env, ...shape }: Told) => ({
  ...shape,
  env: Object.fromEntries(
    Object.keys(envKeys)
      .filter((key) => key in env)
      .map((key) => [key, ownAddresses.includes(key) ? 'the world’s own' : env[key]]),
  ),
});

describe('what the templates deploy and what the local world builds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wolfe-parity-'));
  let resources: Resolved[];
  let bundles: Bundle[];
  let local: Lambdas;
  beforeAll(async () => {
    const what = await built();
    bundles = what.bundles;
    const templates = templatesOf(filesOf(settings, what));
    resources = Object.keys(templates).flatMap((stack) => resolved(templates, stack));
    const file = keepFile('echo.mjs', echo);
    local = lambdas({
      bundles: {
        code: Object.fromEntries([...Object.keys(functions), 'runner'].map((name) => [name, file])),
        bytes: {},
      },
      endpoints: {},
      queues: { ALERTS_QUEUE_URL: 'a', DEAD_QUEUE_URL: 'd' },
      studioUrl: 's',
      logs: folder,
    });
  });
  afterAll(async () => {
    await local?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);

  it('have the same functions, with the same environment, memory and timeout', async () => {
    const deployed = ofType('AWS::Lambda::Function')
      .filter(({ FunctionName }) => FunctionName)
      .map(({ FunctionName, MemorySize, Timeout, Environment }) =>
        told({
          functionName: FunctionName as string,
          memoryMb: MemorySize as number,
          timeoutSeconds: Timeout as number,
          env: (Environment as { Variables: Record<string, string> }).Variables,
        }),
      );
    const names = Object.keys(functions) as FunctionName[];
    const here = (await Promise.all([
      ...names.map((name) => local.invoke(name, {})),
      ...bundles.map(({ runbook }) => local.invokeArn(`${arns.anyFunction}wolfe-dev-runner-${runbook}`, {})),
    ])) as unknown as Told[];
    const byName = (a: Told, b: Told) => (a.functionName < b.functionName ? -1 : 1);
    expect(here.map(told).sort(byName)).toEqual(deployed.sort(byName));
    for (const { env } of deployed) expect(Object.values(env)).not.toContain(undefined);
  });

  it('tell each function the keys of the topology and no others', () => {
    for (const { FunctionName, Environment } of ofType('AWS::Lambda::Function').filter((one) => one.FunctionName)) {
      const name = (FunctionName as string).replace('wolfe-dev-', '') as FunctionName;
      const { Variables } = Environment as { Variables: object };
      expect(Object.keys(Variables).sort()).toEqual([...(functions[name] ?? runner).env].sort());
    }
  });

  it('have the same tables and indexes', async () => {
    const { url, server } = await dynamodb(join(folder, 'tables'), () => {});
    const client = new DynamoDBClient({ endpoint: url, region, credentials });
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const here = await Promise.all(
      TableNames.map(async (TableName) => {
        const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
        const indexes = (Table.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema }) => ({
          IndexName,
          KeySchema,
        }));
        return { TableName, KeySchema: Table.KeySchema, indexes };
      }),
    );
    client.destroy();
    await close(server);
    const deployed = ofType('AWS::DynamoDB::GlobalTable').map(
      ({ TableName, KeySchema, GlobalSecondaryIndexes = [] }) => ({
        TableName,
        KeySchema,
        indexes: (GlobalSecondaryIndexes as { IndexName: string; KeySchema: object[] }[]).map(
          ({ IndexName, KeySchema }) => ({
            IndexName,
            KeySchema,
          }),
        ),
      }),
    );
    const byName = (a: { TableName?: unknown }, b: { TableName?: unknown }) =>
      String(a.TableName) < String(b.TableName) ? -1 : 1;
    expect(here.sort(byName)).toEqual(deployed.sort(byName));
  });

  it('have the same queues, with the same visibility, retention and redrive', async () => {
    const stand = await queuesAndObjects(join(folder, 'queues'), () => {});
    const client = new SQSClient({ endpoint: stand.url, region, credentials });
    const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
    const here = await Promise.all(
      QueueUrls.map(async (QueueUrl) => {
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
        );
        return {
          name: QueueUrl.split('/').at(-1)!,
          visibility: Number(Attributes.VisibilityTimeout),
          retention: Number(Attributes.MessageRetentionPeriod),
          redrive: Attributes.RedrivePolicy && JSON.parse(Attributes.RedrivePolicy),
        };
      }),
    );
    client.destroy();
    await stand.close();
    const deployed = ofType('AWS::SQS::Queue').map(
      ({ QueueName, VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy }) => ({
        name: QueueName as string,
        visibility: VisibilityTimeout,
        retention: MessageRetentionPeriod,
        redrive: RedrivePolicy,
      }),
    );
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(here.sort(byName)).toEqual(deployed.sort(byName));
  });

  it('hand alerts to the matcher and wake the keeper as the topology says', () => {
    const { queue: _, kind, batch, windowSeconds, concurrency } = functions.matcher.trigger;
    expect(kind).toBe('queue');
    expect(ofType('AWS::Lambda::EventSourceMapping')).toMatchObject([
      {
        BatchSize: batch,
        MaximumBatchingWindowInSeconds: windowSeconds,
        ScalingConfig: { MaximumConcurrency: concurrency },
        EventSourceArn: arns.queue('alerts'),
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    ]);
    const schedules = ofType('AWS::Events::Rule').flatMap(({ ScheduleExpression }) => ScheduleExpression ?? []);
    expect(schedules).toEqual([`rate(${functions.keeper.trigger.everySeconds / 60} minute)`]);
  });

  it('have the same routes', async () => {
    const seen: string[] = [];
    const note = async ({ routeKey }: APIGatewayProxyEventV2) => {
      seen.push(routeKey);
      return { statusCode: 204 };
    };
    const door = frontDoor({ ingest: note, studio: note, site: folder, log: () => {} });
    const url = await listen(door);
    await fetch(`${url}/v1/alerts/plain`, { method: 'POST', body: '{}' });
    await fetch(`${url}/api/v1/whoami`);
    await close(door);
    const deployed = ofType('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey);
    expect(new Set(deployed)).toEqual(new Set(seen));
  });

  it('have the same machines, under the same names and roles', async () => {
    const { env } = (await local.invoke('publisher', {})) as unknown as Told;
    const here = bundles.map((bundle) => ({
      arn: `${env.MACHINE_PREFIX}${bundle.runbook}`,
      role: `${env.MACHINE_ROLE_PREFIX}${bundle.runbook}`,
      definition: definitionOf(bundle, {
        runner: (runbook) => `${env.RUNNER_PREFIX}${runbook}`,
        approvals: env.APPROVALS_ARN!,
        machineRole: () => '',
      }),
    }));
    const deployed = ofType('AWS::StepFunctions::StateMachine').map((machine) => ({
      arn: `${arns.anyMachine}${machine.StateMachineName}`,
      role: machine.RoleArn,
      definition: (machine.DefinitionString as string).replaceAll(
        /\$\{(\w+)\}/g,
        (_, key: string) => (machine.DefinitionSubstitutions as Record<string, string>)[key]!,
      ),
    }));
    expect(deployed).toEqual(here);
  });
});
