import { describe, expect, it } from 'vitest';
import type { Json } from '#runbooks/sdk/wire.ts';
import { aStepFunctions, lambdaArn, lambdaFails } from './a-world.ts';

const task = (more: object) => ({ Type: 'Task', Resource: lambdaArn, ...more });
const oneTask = (more: object = {}) => ({ StartAt: 'work', States: { work: task({ End: true, ...more }) } });
const twoTasks = {
  StartAt: 'first',
  States: {
    first: task({ ResultPath: '$.first', Next: 'second' }),
    second: task({ ResultPath: '$.second', End: true }),
  },
};
const forever = () => new Promise<Json>(() => {});

describe('an execution', () => {
  it('runs its tasks and gives the output', async () => {
    const world = aStepFunctions((payload) => ({ got: payload }));
    const end = await world.ended(world.start(oneTask(), { a: 1 }));
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '{"got":{"a":1}}' });
  });

  it('tells a task when its state was entered and which try this is', async () => {
    let tries = 0;
    const world = aStepFunctions(() => (++tries < 3 ? lambdaFails('RetryableError') : 'done'));
    const parameters = {
      'entered.$': '$$.State.EnteredTime',
      'retry.$': '$$.State.RetryCount',
      'name.$': '$$.State.Name',
    };
    const retry = [{ ErrorEquals: ['RetryableError'], IntervalSeconds: 0, MaxAttempts: 5 }];
    await world.ended(world.start(oneTask({ Parameters: parameters, Retry: retry })));
    const entered = new Date(world.clock.now).toISOString();
    expect(world.calls).toEqual([0, 1, 2].map((n) => ({ entered, retry: n, name: 'work' })));
  });

  it('tells a task of its execution, the same in every world', async () => {
    const parameters = {
      'id.$': '$$.Execution.Id',
      'name.$': '$$.Execution.Name',
      'began.$': '$$.Execution.StartTime',
      'machine.$': '$$.StateMachine.Name',
    };
    const old = aStepFunctions(forever);
    const began = new Date(old.clock.now).toISOString();
    const id = old.start(oneTask({ Parameters: parameters }));
    await old.until(() => old.calls.length === 1);
    old.clock.now += 5000;
    const next = old.killed(() => 'done');
    await next.ended(id);
    expect([...old.calls, ...next.calls]).toEqual(Array(2).fill({ id, name: 'run', began, machine: 'machine' }));
  });

  it('starts the count of tries anew when a loop enters the state again', async () => {
    const world = aStepFunctions((payload) => ({
      round: ((payload as { state: { round: number } }).state.round ?? 0) + 1,
    }));
    const loop = {
      StartAt: 'look',
      States: {
        look: task({ Parameters: { 'state.$': '$', 'retry.$': '$$.State.RetryCount' }, Next: 'enough?' }),
        'enough?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.round', NumericEquals: 3, Next: 'end' }],
          Default: 'look',
        },
        end: { Type: 'Succeed' },
      },
    };
    await world.ended(world.start(loop, { round: 0 }));
    expect(world.calls.map((call) => (call as { retry: number }).retry)).toEqual([0, 0, 0]);
  });

  it('fails with the error and cause of its Lambda', async () => {
    const world = aStepFunctions(() => lambdaFails('TerminalError', 'the disk is gone'));
    const end = await world.ended(world.start(oneTask()));
    expect(end).toMatchObject({ status: 'FAILED', error: 'TerminalError' });
    expect(JSON.parse(end.cause ?? '')).toMatchObject({ errorMessage: 'the disk is gone' });
  });

  it('fails on a result over 256 KB although a catcher takes all errors', async () => {
    const world = aStepFunctions(() => 'x'.repeat(300_000));
    const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'caught' }] };
    const definition = { StartAt: 'work', States: { ...oneTask(caught).States, caught: { Type: 'Succeed' } } };
    expect(await world.ended(world.start(definition))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });

  it('leaves text from outside alone that looks like a mark', async () => {
    const world = aStepFunctions((payload) => payload);
    const input = { label: '\u0001token\u0001 $$.Task.Token' };
    const end = await world.ended(world.start(oneTask({ Parameters: { 'state.$': '$' } }), input));
    expect(JSON.parse(end.output ?? '')).toEqual({ state: input });
  });

  it('ends as aborted when it is stopped, and what its Lambda answers later is nothing', async () => {
    const answer = Promise.withResolvers<Json>();
    const world = aStepFunctions(() => answer.promise);
    const arn = world.start(twoTasks);
    await world.until(() => world.calls.length === 1);
    world.executions.stop(arn, 'Cancelled', 'by ann');
    answer.resolve('late');
    expect(await world.ended(arn)).toMatchObject({ status: 'ABORTED', error: 'Cancelled', cause: 'by ann' });
    expect(world.calls).toHaveLength(1);
  });
});

describe('an execution after a kill', () => {
  it('does not call again what had answered, and goes on', async () => {
    const old = aStepFunctions((payload) => (old.calls.length > 1 ? forever() : { answer: payload }));
    const arn = old.start(twoTasks, { n: 1 });
    await old.until(() => old.calls.length === 2);

    const next = old.killed(() => 'second answer');
    expect(next.resumed.running).toEqual(['run']);
    const end = await next.ended(arn);
    expect(JSON.parse(end.output ?? '')).toEqual({ n: 1, first: { answer: { n: 1 } }, second: 'second answer' });
    expect(next.calls).toEqual([old.calls[1]]);
  });

  it('calls again what had not answered, as the same try of the same entry', async () => {
    const parameters = { 'entered.$': '$$.State.EnteredTime', 'retry.$': '$$.State.RetryCount' };
    const old = aStepFunctions(forever);
    const arn = old.start(oneTask({ Parameters: parameters }));
    await old.until(() => old.calls.length === 1);
    old.clock.now += 5000;

    const next = old.killed(() => 'done');
    await next.ended(arn);
    expect(next.calls).toEqual(old.calls);
  });

  it('keeps the token of a task that waits, and does not ask a second time', async () => {
    const asking = {
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: lambdaArn, Payload: { 'token.$': '$$.Task.Token' } },
    };
    const old = aStepFunctions(() => null);
    const arn = old.start(oneTask(asking));
    await old.until(() => old.executions.get(arn).entries.some(({ kind }) => kind === 'called'));

    const next = old.killed();
    const { token } = old.calls[0] as { token: string };
    next.tokens.operations.SendTaskSuccess({ taskToken: token, output: '{"approved":true}' });
    expect(await next.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
    expect(next.calls).toEqual([]);
    expect(() => next.tokens.operations.SendTaskSuccess({ taskToken: token, output: '{}' })).toThrow('Task Timed Out');
  });

  it('counts the time limit of a task from its first world', async () => {
    const old = aStepFunctions(forever);
    const arn = old.start(oneTask({ TimeoutSeconds: 3600 }));
    await old.until(() => old.calls.length === 1);
    old.clock.now += 3_600_000;

    const next = old.killed();
    expect(await next.ended(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(next.calls).toEqual([]);
  });

  it('waits only for what is left of a wait', async () => {
    const waiting = {
      StartAt: 'settle',
      States: { settle: { Type: 'Wait', Seconds: 3600, Next: 'work' }, work: task({ End: true }) },
    };
    const old = aStepFunctions(() => 'done');
    const arn = old.start(waiting);
    old.clock.now += 3_600_000;
    expect(await old.killed().ended(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('waits only for what is left before a retry', async () => {
    const retry = [{ ErrorEquals: ['RetryableError'], IntervalSeconds: 3600, MaxAttempts: 1 }];
    const old = aStepFunctions(() => lambdaFails('RetryableError'));
    const arn = old.start(oneTask({ Retry: retry }));
    await old.until(() => old.executions.get(arn).entries.some(({ kind }) => kind === 'error'));
    old.clock.now += 3_600_000;
    const next = old.killed(() => 'done');
    expect(await next.ended(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(next.calls).toHaveLength(1);
  });

  it('closes as aborted what does not come to the same states again', async () => {
    const old = aStepFunctions((payload) => (old.calls.length > 1 ? forever() : { answer: payload }));
    const arn = old.start(twoTasks);
    await old.until(() => old.calls.length === 2);
    const first = old.executions.get(arn).entries.find((entry) => entry.kind === 'visit');
    Object.assign(first ?? {}, { hash: 'of another input' });
    const { begin, entries } = old.executions.get(arn);
    const { appendFileSync, readdirSync, writeFileSync } = await import('node:fs');
    const open = `${old.folder}/executions/open`;
    const file = `${open}/${readdirSync(open)[0]}`;
    writeFileSync(file, '');
    for (const entry of entries) appendFileSync(file, `${JSON.stringify(entry)}\n`);

    const next = old.killed(() => 'again');
    expect(await next.ended(begin.arn)).toMatchObject({ status: 'ABORTED', error: 'NotResumable' });
    expect(next.calls).toEqual([]);
  });

  it('tells an ending that was not told', async () => {
    const old = aStepFunctions(() => 'done');
    old.tell(() => new Promise(() => {}));
    const arn = old.start(oneTask());
    await old.ended(arn);

    const next = old.killed();
    expect(next.resumed.untold).toEqual(['run']);
    await next.until(() => next.told.length === 1);
    expect(next.told[0]).toMatchObject({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: { executionArn: arn, status: 'SUCCEEDED', output: '"done"' },
    });
    expect(next.killed().resumed).toEqual({ running: [], untold: [] });
  });

  it('is not taken up a second time by the world that started it', async () => {
    const world = aStepFunctions(forever);
    world.start(oneTask());
    await world.until(() => world.calls.length === 1);
    expect(world.executions.resume()).toEqual({ running: [], untold: [] });
    expect(world.calls).toHaveLength(1);
  });

  it('forgets a line that was torn by the kill', async () => {
    const old = aStepFunctions(forever);
    const arn = old.start(oneTask());
    await old.until(() => old.calls.length === 1);
    const { appendFileSync, readdirSync } = await import('node:fs');
    const open = `${old.folder}/executions/open`;
    appendFileSync(`${open}/${readdirSync(open)[0]}`, '{"kind":"result","visit":0,"va');
    expect(await old.killed(() => 'done').ended(arn)).toMatchObject({ output: '"done"' });
  });
});
