import type { Step } from '../runbook.ts';
import { attemptSeconds, retries, timeoutSeconds } from '../steps.ts';
import { machinePlaceholders, type StepCall } from '../wire.ts';
import { left, type State } from './state.ts';

/** A step's attempt in the runbook's own Lambda; its reply is kept under its name. */
export const attempt = (step: Step, next: string, failure: string): State => ({
  ...call({ do: 'step', step: step.name }, retries(step)),
  ResultPath: left(step.name),
  TimeoutSeconds: timeoutSeconds(step),
  Catch: [caught(failure)],
  Next: next,
});

/** The plan of what would be done from a step on. */
export const planning = (step: Step, next: string, failure: string): State => ({
  ...call({ do: 'plan', step: step.name }, 2),
  ResultPath: '$.plan',
  TimeoutSeconds: attemptSeconds,
  Catch: [caught(failure)],
  Next: next,
});

/** Where every error that can be caught goes. */
export const caught = (failure: string) => ({ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failure });

/** A call of the runner with the whole state. */
const call = (what: Pick<StepCall, 'do' | 'step'>, again: number): State => ({
  Type: 'Task',
  Resource: machinePlaceholders.runner,
  Parameters: { ...what, 'state.$': '$', 'entered.$': '$$.State.EnteredTime', 'retry.$': '$$.State.RetryCount' },
  Retry: again > 0 ? [{ ErrorEquals: ['RetryableError'], ...backoff(again) }, busy] : [busy],
});

const backoff = (MaxAttempts: number) => ({
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts,
  JitterStrategy: 'FULL',
});

/**
 * Lambda itself was busy; the runner's claim on a remediate step keeps a repeat from a second effect. What timed out or crashed
 * is not tried again: it may have had its effect.
 */
export const busy = {
  ErrorEquals: ['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.SdkClientException'],
  ...backoff(5),
};
