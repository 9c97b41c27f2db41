import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidDefinition,
  InvalidExecutionInput,
  InvalidToken,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineAlreadyExists,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TaskTimedOut,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepFunctionsApi } from '#infra/local/aws/stepfunctions/api.ts';
import { executions } from '#infra/local/aws/stepfunctions/executions.ts';
import { journals } from '#infra/local/aws/stepfunctions/journal.ts';
import { machines } from '#infra/local/aws/stepfunctions/machines.ts';
import { taskTokens } from '#infra/local/aws/stepfunctions/tokens.ts';
import { close, listen } from '#infra/local/loopback.ts';

// Against AWS itself this suite would need a role and a Lambda of its own, so it runs on the local world's Step Functions only.

const roleArn = 'arn:aws:iam::000000000000:role/machine';
const pass = (result: unknown) =>
  JSON.stringify({ StartAt: 'p', States: { p: { Type: 'Pass', Result: result, End: true } } });
const waits = JSON.stringify({ StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 3600, End: true } } });
const asks = JSON.stringify({
  StartAt: 'ask',
  States: {
    ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'approvals', Payload: { 'token.$': '$$.Task.Token' } },
      End: true,
    },
  },
});

describe('Step Functions on this machine, by its own client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wolfe-sfn-'));
  const asked: { token: string }[] = [];
  const tokens = taskTokens();
  const made = machines(join(folder, 'machines'), 'arn:aws:states:us-east-1:000000000000:stateMachine:', Date.now);
  const ran = executions(made, journals(join(folder, 'executions')), {
    tokens,
    now: Date.now,
    async invoke(_arn, payload) {
      asked.push(payload as { token: string });
      return null;
    },
    tell: async () => {},
  });
  const server = stepFunctionsApi(made, ran, tokens);
  let client: SFNClient;
  let count = 0;

  beforeAll(async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new SFNClient({ endpoint: await listen(server), region: 'us-east-1', credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    ran.abandon();
    await close(server);
  });

  const create = async (definition: string, name = `machine-${count++}`): Promise<string> => {
    const { stateMachineArn = '' } = await client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    return stateMachineArn;
  };
  const start = async (stateMachineArn: string, name: string, input = '{}'): Promise<string> => {
    const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    return executionArn;
  };
  const ended = async (executionArn: string) => {
    for (;;) {
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') return execution;
    }
  };

  it('makes a machine once for one definition, and refuses another under its name', async () => {
    const arn = await create(pass(1), 'same');
    expect(await create(pass(1), 'same')).toBe(arn);
    await expect(create(pass(2), 'same')).rejects.toThrow(StateMachineAlreadyExists);
  });

  it('refuses a definition that is none', async () => {
    await expect(create('{"StartAt":"nowhere","States":{}}')).rejects.toThrow(InvalidDefinition);
    await expect(create('no JSON')).rejects.toThrow(InvalidDefinition);
  });

  it('publishes each revision once, as a version that never changes', async () => {
    const stateMachineArn = await create(pass('one'));
    const publish = () => client.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
    const first = await publish();
    expect((await publish()).stateMachineVersionArn).toBe(first.stateMachineVersionArn);
    const updated = await client.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: pass('two'), publish: true }),
    );
    expect(updated.stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
    const version = await client.send(
      new DescribeStateMachineCommand({ stateMachineArn: first.stateMachineVersionArn }),
    );
    expect(version.definition).toBe(pass('one'));
    const { stateMachineVersions } = await client.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
    expect(stateMachineVersions?.map((one) => one.stateMachineVersionArn)).toEqual([
      `${stateMachineArn}:2`,
      `${stateMachineArn}:1`,
    ]);
  });

  it('starts what an alias points to, and moves the alias', async () => {
    const stateMachineArn = await create(pass('one'));
    await client.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: pass('two'), publish: true }));
    const to = (version: number) => [{ stateMachineVersionArn: `${stateMachineArn}:${version}`, weight: 100 }];
    const { stateMachineAliasArn = '' } = await client.send(
      new CreateStateMachineAliasCommand({ name: 'live', routingConfiguration: to(1) }),
    );
    const one = await ended(await start(stateMachineAliasArn, 'first'));
    expect(one).toMatchObject({ status: 'SUCCEEDED', output: '"one"', stateMachineAliasArn });

    await client.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration: to(2) }));
    expect((await ended(await start(stateMachineAliasArn, 'second'))).output).toBe('"two"');
    const alias = await client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
    expect(alias.routingConfiguration).toEqual(to(2));
    const { stateMachineAliases } = await client.send(new ListStateMachineAliasesCommand({ stateMachineArn }));
    expect(stateMachineAliases?.map((each) => each.stateMachineAliasArn)).toEqual([stateMachineAliasArn]);
  });

  it('refuses to start what does not exist', async () => {
    const arn = await create(pass(1));
    await expect(start(`${arn}-not`, 'x')).rejects.toThrow(StateMachineDoesNotExist);
    await expect(start(`${arn}:7`, 'x')).rejects.toThrow(StateMachineDoesNotExist);
  });

  it('answers the same start the same while it runs, and refuses the name for anything else', async () => {
    const arn = await create(waits);
    const execution = await start(arn, 'once', '{"a":1}');
    expect(await start(arn, 'once', '{"a":1}')).toBe(execution);
    await expect(start(arn, 'once', '{"a":2}')).rejects.toThrow(ExecutionAlreadyExists);
    await client.send(new StopExecutionCommand({ executionArn: execution, error: 'E', cause: 'C' }));
    expect(await ended(execution)).toMatchObject({ status: 'ABORTED', error: 'E', cause: 'C' });
    await expect(start(arn, 'once', '{"a":1}')).rejects.toThrow(ExecutionAlreadyExists);
  });

  it('refuses input that is not JSON or is over 256 KB', async () => {
    const arn = await create(pass(1));
    await expect(start(arn, 'x', 'no JSON')).rejects.toThrow(InvalidExecutionInput);
    await expect(start(arn, 'y', JSON.stringify('é'.repeat(140_000)))).rejects.toThrow(InvalidExecutionInput);
  });

  it('lists executions by status, newest first, and tells what happened in one', async () => {
    const arn = await create(pass('done'));
    const execution = await start(arn, 'a', '{"n":1}');
    await ended(execution);
    await ended(await start(arn, 'b'));
    const list = async (statusFilter: 'RUNNING' | 'SUCCEEDED') =>
      (await client.send(new ListExecutionsCommand({ stateMachineArn: arn, statusFilter }))).executions?.map(
        ({ name }) => name,
      );
    expect((await list('SUCCEEDED'))?.sort()).toEqual(['a', 'b']);
    expect(await list('RUNNING')).toEqual([]);
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: execution }));
    expect(events?.map(({ type }) => type)).toEqual(['ExecutionStarted', 'ExecutionSucceeded']);
    await expect(client.send(new DescribeExecutionCommand({ executionArn: `${execution}-not` }))).rejects.toThrow(
      ExecutionDoesNotExist,
    );
  });

  it('ends a task by its token, once, and tells an old token from an invented one', async () => {
    const execution = await start(await create(asks), 'ask');
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const send = (taskToken: string) => client.send(new SendTaskSuccessCommand({ taskToken, output: '{"ok":true}' }));
    const token = asked[0]!.token;
    await send(token);
    expect(await ended(execution)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    await expect(send(token)).rejects.toThrow(TaskTimedOut);
    await expect(send('invented')).rejects.toThrow(InvalidToken);
  });
});
