import { machinePlaceholders } from '../wire.ts';
import { choice, ending, left, type State, type States } from './state.ts';
import { busy, caught } from './task.ts';

/**
 * Asks people and waits for them with a task token: approved goes on, denied and expired end the run.
 * @param name of the asking state, under which the reply is kept.
 * @param ask the step that people are asked about, and how.
 */
export const approval = (
  name: string,
  ask: { step: string; quorum: number; seconds: number },
  next: string,
  failure: string,
): States => {
  const reply = `${left(name)}.value`;
  const denied = { kind: 'denied', 'by.$': `${reply}.by[0]` };
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
      Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: `${name} (expired)` }, caught(failure)],
      Next: `${name} (answer)`,
    },
    [`${name} (answer)`]: choice(
      [
        { Variable: `${reply}.approved`, BooleanEquals: true, Next: next },
        { Variable: `${reply}.reason`, IsPresent: true, Next: `${name} (denied, and why)` },
      ],
      `${name} (denied)`,
    ),
    [`${name} (denied)`]: outcomeFrom(denied),
    [`${name} (denied, and why)`]: outcomeFrom({ ...denied, 'reason.$': `${reply}.reason` }),
    [`${name} (expired)`]: ending({ kind: 'expired', step: ask.step }),
  };
};

/** Ends the run with an outcome whose parts are in the state. */
const outcomeFrom = (Parameters: object): State => ({
  Type: 'Pass',
  Parameters,
  ResultPath: '$.outcome',
  Next: '(done)',
});
