import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import type { State } from '#runbooks/sdk/asl/state.ts';
import { asl } from '#runbooks/sdk/asl.ts';
import { begin, everyKind } from './disk.ts';
import { published } from './engine.ts';

const { States } = asl(everyKind({ timeout: '10m', retry: 3 }));
const errorsOf = (field: unknown) => (field as { ErrorEquals: string[] }[]).map(({ ErrorEquals }) => ErrorEquals);
const lambdaBusy = ['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.SdkClientException'];

// As long as a name may be.
const longest = {
  one: 'one name that is as long as the names of a step is',
  two: 'two names that are as long as a name of a step be',
} as const;

describe('the state machine', () => {
  it.each([
    ['with every kind of step', everyKind()],
    ['without a remediate step', begin().diagnose('measure', () => 1)],
    [
      'that asks before anything else',
      begin()
        .approve('ask')
        .remediate('prune', () => 1),
    ],
    [
      'with the longest names',
      begin()
        .remediate(longest.one, () => 1)
        .approve(longest.two),
    ],
  ])('of a runbook %s is valid Amazon States Language', (_what, runbook) => {
    const machine = published(asl(runbook));
    const { isValid, errorsText } = aslValidator(machine, { checkArn: true, checkPaths: true });
    expect(isValid, errorsText('\n')).toBe(true);
    expect(Math.max(...Object.keys(machine.States).map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('has a native state for every step, under its name', () => {
    const types = Object.entries(States).filter(([name]) => !name.includes('('));
    expect(Object.fromEntries(types.map(([name, { Type }]) => [name, Type]))).toEqual({
      measure: 'Task',
      'false positive': 'Task',
      prune: 'Task',
      settle: 'Wait',
      'is quiet': 'Task',
      'two people': 'Task',
      'prune-more': 'Task',
      recovered: 'Task',
      'tidy up': 'Task',
    });
  });

  it('sends a step the whole state, and keeps its reply under its name', () => {
    expect(States.prune).toMatchObject({
      Resource: '${RunnerFunctionArn}',
      Parameters: {
        do: 'step',
        step: 'prune',
        'state.$': '$',
        'entered.$': '$$.State.EnteredTime',
        'retry.$': '$$.State.RetryCount',
      },
      ResultPath: "$.steps['prune']",
      TimeoutSeconds: 600,
    });
    expect(States.measure?.TimeoutSeconds).toBe(60);
  });

  it('tries again only what said that it may be, and what Lambda did not take', () => {
    expect(errorsOf(States.prune?.Retry)).toEqual([['RetryableError'], lambdaBusy]);
    expect(States.prune?.Retry).toMatchObject([{ MaxAttempts: 3 }, {}]);
    expect(States.measure?.Retry).toMatchObject([{ MaxAttempts: 2 }, {}]);
    expect(errorsOf(States['prune-more']?.Retry)).toEqual([lambdaBusy]);
    expect(errorsOf(States['two people']?.Retry)).toEqual([lambdaBusy]);
  });

  it('goes from every error to the onFailure step and then to the failure, with the first error', () => {
    const tasks = Object.entries(States).filter(([name, { Type }]) => Type === 'Task' && name !== 'tidy up');
    for (const [name, { Catch }] of tasks) {
      expect((Catch as object[]).at(-1), name).toEqual({
        ErrorEquals: ['States.ALL'],
        ResultPath: '$.error',
        Next: 'tidy up',
      });
    }
    expect(States['is quiet (timed out)']?.Next).toBe('tidy up');
    expect(States['tidy up']).toMatchObject({ Next: '(failed)', Catch: [{ ResultPath: null, Next: '(failed)' }] });
    expect(States['(failed)']).toEqual({ Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' });
  });

  it('asks with a task token, and with the terms of the ask', () => {
    expect(States['two people']).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: {
        FunctionName: '${ApprovalsFunctionArn}',
        Payload: { 'token.$': '$$.Task.Token', step: 'two people', timeoutSeconds: 600, quorum: 2 },
      },
      TimeoutSeconds: 600,
    });
    expect(States['prune (ask)']).toMatchObject({
      TimeoutSeconds: 3600,
      Parameters: { Payload: { step: 'prune', quorum: 1 } },
    });
  });

  it('goes on to a remediate step only in a mode that it knows', () => {
    expect(States['(how far)']).toMatchObject({
      Choices: [{ StringEquals: 'auto', Next: 'prune' }],
      Default: 'prune (plan)',
    });
    expect(States['prune (planned?)']).toMatchObject({
      Choices: [{ StringEquals: 'approve', Next: 'prune (ask)' }],
      Default: '(planned)',
    });
  });

  it('waits in a Wait state between the polls of an until step', () => {
    const wait: State | undefined = States['is quiet (wait)'];
    expect(wait).toEqual({ Type: 'Wait', Seconds: 10, Next: 'is quiet' });
  });
});
