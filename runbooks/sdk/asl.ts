import { seconds } from './duration.ts';
import type { RunbookValue, Step } from './runbook.ts';
import { asking, endOf, gateOf, retries, timedOut, timeoutSeconds } from './steps.ts';
import { machinePlaceholders, type Outcome } from './wire.ts';

/** One state of a machine, and a machine, in Amazon States Language (JSONPath). */
export type State = { Type: string; [field: string]: unknown };
export type Machine = { Comment: string; StartAt: string; States: Record<string, State> };

/**
 * The state machine of a runbook: one native state per step under the step's name; the glue between them has names in
 * brackets, which no step can have. Retry, Catch, Wait and the task token are Step Functions' own.
 * @throws RangeError when a duration is not one; `check` tells of all such faults.
 */
export const asl = (runbook: RunbookValue): Machine => {
  const gate = gateOf(runbook);
  const failure = runbook.failure?.name ?? '(failed)';
  const asksAt = (step: Step) => step.kind === 'approve' || step === gate;
  const entry = (step: Step | undefined) => {
    if (!step) return '(end)';
    if (step === gate && step.kind === 'remediate') return '(how far)';
    return asksAt(step) ? `${step.name} (plan)` : step.name;
  };

  const states: Record<string, State> = {
    '(begin)': { Type: 'Pass', Result: {}, ResultPath: '$.steps', Next: entry(runbook.steps[0]) },
  };
  runbook.steps.forEach((step, index) => {
    const next = entry(runbook.steps[index + 1]);
    if (step === gate && step.kind === 'remediate') {
      states['(how far)'] = choice(
        [{ Variable: '$.mode', StringEquals: 'auto', Next: step.name }],
        `${step.name} (plan)`,
      );
      const ask = { name: `${step.name} (ask)`, step: step.name, ...asking(runbook.approval) };
      Object.assign(states, planning(step, 'approve', ask.name, failure), approval(ask, step.name, failure));
    }
    if (step.kind === 'approve') {
      Object.assign(states, planning(step, step === gate ? 'not plan' : undefined, step.name, failure));
    }
    Object.assign(states, statesOf(step, next, failure));
  });
  if (gate) states['(planned)'] = ending({ kind: 'planned' });
  states['(end)'] = ending(endOf(runbook));
  states['(done)'] = { Type: 'Succeed' };
  if (runbook.failure) {
    // A failing onFailure step must not hide the error that led to it.
    states[failure] = task(runbook.failure, { Next: '(failed)', ResultPath: null });
    states[failure].Next = '(failed)';
  }
  states['(failed)'] = { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' };
  return { Comment: runbook.summary, StartAt: '(begin)', States: states };
};

const statesOf = (step: Step, next: string, failure: string): Record<string, State> => {
  const { name } = step;
  const caught = { Next: failure, ResultPath: '$.error' };
  const held = (flag: string, Next: string) => ({ Variable: `${left(name)}.${flag}`, BooleanEquals: true, Next });
  switch (step.kind) {
    case 'diagnose':
    case 'remediate':
    case 'onFailure':
      return { [name]: { ...task(step, caught), Next: next } };
    case 'endWhen':
      return {
        [name]: { ...task(step, caught), Next: `${name} (holds?)` },
        [`${name} (holds?)`]: choice([held('holds', `${name} (nothing to do)`)], next),
        [`${name} (nothing to do)`]: ending({ kind: 'nothing to do', reason: name }),
      };
    case 'verify':
      return {
        [name]: { ...task(step, caught), Next: `${name} (holds?)` },
        [`${name} (holds?)`]: choice([held('holds', next)], `${name} (ineffective)`),
        [`${name} (ineffective)`]: ending({ kind: 'ineffective', step: name }),
      };
    case 'until':
      return {
        [name]: { ...task(step, caught), Next: `${name} (done?)` },
        [`${name} (done?)`]: choice([held('done', next), held('expired', `${name} (timed out)`)], `${name} (wait)`),
        [`${name} (wait)`]: { Type: 'Wait', Seconds: seconds(step.every), Next: name },
        [`${name} (timed out)`]: { Type: 'Pass', Result: timedOut(step), ResultPath: '$.error', Next: failure },
      };
    case 'wait':
      return { [name]: { Type: 'Wait', Seconds: seconds(step.time), Next: next } };
    case 'approve':
      return approval({ name, step: name, ...asking(step) }, next, failure);
  }
};

/** Makes the plan from a step on; a run that may go no further than `only` says ends with it. */
const planning = (step: Step, only: 'approve' | 'not plan' | undefined, next: string, failure: string) => {
  const name = `${step.name} (plan)`;
  const ends = `${step.name} (planned?)`;
  const plan: State = {
    ...task(
      { kind: 'diagnose', name: step.name, body: () => undefined },
      { Next: failure, ResultPath: '$.error' },
      'plan',
    ),
    ResultPath: '$.plan',
    Next: only ? ends : next,
  };
  if (!only) return { [name]: plan };
  // What is not known to be allowed to go on ends here.
  const modes = only === 'approve' ? ['approve'] : ['approve', 'auto'];
  const further = modes.map((mode) => ({ Variable: '$.mode', StringEquals: mode, Next: next }));
  return { [name]: plan, [ends]: choice(further, '(planned)') };
};

/** Asks people and waits for them with a task token: approved goes on, denied and expired end the run. */
const approval = (
  ask: { name: string; step: string; quorum: number; seconds: number },
  next: string,
  failure: string,
): Record<string, State> => {
  const { name } = ask;
  const answer = `${left(name)}.value`;
  const denied = { kind: 'denied', 'by.$': `${answer}.by[0]` };
  return {
    [name]: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: {
        FunctionName: machinePlaceholders.approvals,
        Payload: {
          'token.$': '$$.Task.Token',
          step: ask.step,
          'state.$': '$',
          'entered.$': '$$.State.EnteredTime',
          timeoutSeconds: ask.seconds,
          quorum: ask.quorum,
        },
      },
      ResultSelector: { 'value.$': '$' },
      ResultPath: left(name),
      TimeoutSeconds: ask.seconds,
      Retry: [busy],
      Catch: [
        { ErrorEquals: ['States.Timeout'], ResultPath: null, Next: `${name} (expired)` },
        { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failure },
      ],
      Next: `${name} (answer)`,
    },
    [`${name} (answer)`]: choice(
      [
        { Variable: `${answer}.approved`, BooleanEquals: true, Next: next },
        { Variable: `${answer}.reason`, IsPresent: true, Next: `${name} (denied, and why)` },
      ],
      `${name} (denied)`,
    ),
    [`${name} (denied)`]: selecting(denied),
    [`${name} (denied, and why)`]: selecting({ ...denied, 'reason.$': `${answer}.reason` }),
    [`${name} (expired)`]: ending({ kind: 'expired', step: ask.step }),
  };
};

/** A step's attempt in the runbook's own Lambda. */
const task = (
  step: Step,
  caught: { Next: string; ResultPath: string | null },
  what: 'step' | 'plan' = 'step',
): State => ({
  Type: 'Task',
  Resource: machinePlaceholders.runner,
  Parameters: {
    do: what,
    step: step.name,
    'state.$': '$',
    'entered.$': '$$.State.EnteredTime',
    'retry.$': '$$.State.RetryCount',
  },
  ResultPath: left(step.name),
  TimeoutSeconds: timeoutSeconds(step),
  Retry: retries(step) > 0 ? [{ ErrorEquals: ['RetryableError'], ...backoff(retries(step)) }, busy] : [busy],
  Catch: [{ ErrorEquals: ['States.ALL'], ...caught }],
});

const backoff = (MaxAttempts: number) => ({
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts,
  JitterStrategy: 'FULL',
});

// Lambda itself was busy; the runner's claim on a remediate step keeps a repeat from a second effect. What timed out or crashed
// is not tried again: it may have had its effect.
const busy = {
  ErrorEquals: ['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.SdkClientException'],
  ...backoff(5),
};

/** Where a step leaves its reply. */
const left = (name: string) => `$.steps['${name}']`;

const choice = (Choices: object[], Default: string): State => ({ Type: 'Choice', Choices, Default });
const ending = (outcome: Outcome): State => ({
  Type: 'Pass',
  Result: outcome,
  ResultPath: '$.outcome',
  Next: '(done)',
});
const selecting = (outcome: object): State => ({
  Type: 'Pass',
  Parameters: outcome,
  ResultPath: '$.outcome',
  Next: '(done)',
});
