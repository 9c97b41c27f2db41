import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Machines, machines } from '#functions/adapters/machines.ts';
import { stepFunctionsApi } from '#infra/local/aws/stepfunctions/api.ts';
import { executions } from '#infra/local/aws/stepfunctions/executions.ts';
import { journals } from '#infra/local/aws/stepfunctions/journal.ts';
import { machines as localMachines } from '#infra/local/aws/stepfunctions/machines.ts';
import { taskTokens } from '#infra/local/aws/stepfunctions/tokens.ts';
import { close, listen } from '#infra/local/loopback.ts';
import type { ExecutionInput } from '#runbooks/sdk/wire.ts';
import { fakeMachines } from './fakes/machines.ts';

const prefix = 'arn:aws:states:eu-west-1:000000000000:stateMachine:wolfe-test-';
const roleArn = 'arn:aws:iam::000000000000:role/machine';
const asks = JSON.stringify({
  StartAt: 'ask',
  States: {
    ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: {
        FunctionName: 'approvals',
        Payload: { 'token.$': '$$.Task.Token', 'execution.$': '$.execution' },
      },
      End: true,
    },
  },
});

const stepFunctions = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wolfe-machines-'));
  const tokens = taskTokens();
  const asked = new Map<string, PromiseWithResolvers<string>>();
  const ask = (execution: string) => {
    const waiting = asked.get(execution) ?? Promise.withResolvers<string>();
    asked.set(execution, waiting);
    return waiting;
  };
  const made = localMachines(join(folder, 'machines'), prefix.slice(0, prefix.lastIndexOf(':') + 1), Date.now);
  const ran = executions(made, journals(join(folder, 'executions')), {
    tokens,
    now: Date.now,
    invoke: async (_, payload) => {
      const { execution, token } = payload as { execution: string; token: string };
      ask(execution).resolve(token);
      return null;
    },
    tell: async () => {},
  });
  const server = stepFunctionsApi(made, ran, tokens);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SFNClient({ endpoint: await listen(server), region: 'eu-west-1', credentials });
  return {
    machines: machines(client, prefix),
    tokenOf: (execution: string) => ask(execution).promise,
    close: async () => {
      client.destroy();
      ran.abandon();
      await close(server);
      rmSync(folder, { recursive: true });
    },
  };
};
const memory = async () => {
  const fake = fakeMachines(prefix);
  return { machines: fake, tokenOf: fake.tokenOf, close: async () => {} };
};

const digest = (letter: string) => letter.repeat(64);
const start = (execution: string, of = digest('a')) => ({
  runbook: 'greet',
  digest: of,
  execution,
  input: {
    execution,
    runbook: 'greet',
    digest: of,
    mode: 'auto',
    params: {},
    cause: { person: 'ann' },
  } as ExecutionInput,
});

// AWS itself would need a role and a Lambda for this; the nightly run against it has its own suite.
describe.each([
  ['on Step Functions', stepFunctions],
  ['in memory', memory],
])('machines %s', (_, make) => {
  let verbs: Machines;
  let tokenOf: (execution: string) => Promise<string>;
  beforeEach(async () => {
    const made = await make();
    ({ machines: verbs, tokenOf } = made);
    return made.close;
  });
  const publish = (of: string, definition = asks) =>
    verbs.publish({ runbook: 'greet', digest: of, definition, roleArn });

  it('publishes a digest once, beside those before it', async () => {
    const first = await publish(digest('a'));
    expect(first.startsWith(`${prefix}greet:`)).toBe(true);
    expect(await publish(digest('a'))).toBe(first);
    const second = await publish(digest('b'), asks.replaceAll('"ask"', '"other"'));
    expect(second).not.toBe(first);
    expect(await publish(digest('a'))).toBe(first);
  });

  it('starts nothing that is not published', async () => {
    await expect(verbs.start(start('x'))).rejects.toMatchObject({ name: 'NotPublishedError' });
    await publish(digest('a'));
    await expect(verbs.start(start('x', digest('b')))).rejects.toMatchObject({ name: 'NotPublishedError' });
  });

  it('starts an execution once, whether it runs or has ended', async () => {
    await publish(digest('a'));
    await verbs.start(start('x'));
    await verbs.start(start('x'));
    expect(await verbs.describe('greet', 'x')).toMatchObject({ status: 'running' });
    await verbs.stop('greet', 'x', 'enough');
    await verbs.start(start('x'));
    expect(await verbs.describe('greet', 'x')).toMatchObject({ status: 'aborted' });
  });

  it('knows nothing of an execution that was never started', async () => {
    await publish(digest('a'));
    expect(await verbs.describe('greet', 'never')).toBeUndefined();
    const arn = `${prefix.replace(':stateMachine:', ':execution:')}greet:never`;
    expect(await verbs.describeRun(arn)).toBeUndefined();
  });

  it('stops with a cause, and leaves one that has ended as it is', async () => {
    await publish(digest('a'));
    await verbs.start(start('x'));
    await verbs.stop('greet', 'x', 'cancelled by ann');
    await verbs.stop('greet', 'x', 'cancelled by bob');
    expect(await verbs.describe('greet', 'x')).toMatchObject({
      status: 'aborted',
      error: 'StoppedError',
      cause: 'cancelled by ann',
    });
  });

  it('answers a token once, and says when nobody waits', async () => {
    await publish(digest('a'));
    await verbs.start(start('x'));
    const token = await tokenOf('x');
    expect(await verbs.succeed(token, { approved: true, by: ['ann'] })).toBe(true);
    expect(await verbs.succeed(token, { approved: false, by: ['bob'] })).toBe(false);
    expect(await verbs.succeed('invented', {})).toBe(false);
    let run = await verbs.describe('greet', 'x');
    while (run?.status === 'running') run = await verbs.describe('greet', 'x');
    expect(JSON.parse(run?.output ?? '')).toEqual({ approved: true, by: ['ann'] });
  });
});
