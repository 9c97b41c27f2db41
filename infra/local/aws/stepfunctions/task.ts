import type { Json } from '#runbooks/sdk/wire.ts';
import { ServiceError } from '../json-service.ts';
import type { State } from './definition.ts';
import { causeCharacters, errorCharacters, tooLarge } from './limits.ts';
import type { TaskTokens } from './tokens.ts';
import type { Visit, VisitEnd, Visits } from './visits.ts';

/** What a run and its tasks need from around them. */
export interface RunWorld {
  /** Calls a Lambda by ARN. @throws errors with `errorType` and the payload AWS would answer */
  invoke(arn: string, payload: Json): Promise<Json>;
  tokens: TaskTokens;
  now(): number;
}

const uncaught = ['States.DataLimitExceeded', 'States.Runtime'];

/** A task's failure in the form in which the interpreter matches it against Retry and Catch. */
export class TaskError extends Error {
  /** Wildcards do not match these; only a catcher that names one does. */
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;
  constructor(state: State, error: string, cause: string) {
    super(cause);
    this.name = error;
    this.isRetryable = !uncaught.includes(error);
    this.isCatchable =
      this.isRetryable ||
      (error !== 'States.Runtime' && (state.Catch ?? []).some((one) => one.ErrorEquals.includes(error)));
  }
}

export const limitExceeded = (state: State, cause: string): TaskError =>
  new TaskError(state, 'States.DataLimitExceeded', cause);

/** What a Task state calls. */
interface Target {
  arn: string;
  payload: Json;
  /** `lambda:invoke` wraps the answer. */
  wrapped: boolean;
  waits: boolean;
}

const targetOf = ({ Resource = '' }: State, input: Json): Target | undefined => {
  if (Resource.startsWith('arn:aws:lambda:')) return { arn: Resource, payload: input, wrapped: false, waits: false };
  if (!/^arn:aws:states:::lambda:invoke(\.waitForTaskToken)?$/.test(Resource)) return undefined;
  const { FunctionName, Payload = {} } = input as { FunctionName: string; Payload?: Json };
  return { arn: FunctionName, payload: Payload, wrapped: true, waits: Resource.endsWith('.waitForTaskToken') };
};

interface Bounds {
  isOver(): boolean;
  /** Epoch milliseconds. */
  deadline(visit: Visit): number;
}

/** Does one attempt at a Task state: calls its Lambda, waits for the token if it says so, and keeps the result. */
export const performer =
  (visits: Visits, world: RunWorld, { isOver, deadline }: Bounds) =>
  (state: State, visit: Visit, input: Json): Promise<Json> =>
    new Promise((resolve, reject) => {
      const target = targetOf(state, input);
      const tooLate = () => isOver() || visit.end !== undefined || world.now() >= deadline(visit);
      let heart: NodeJS.Timeout | undefined;

      const end = (to: VisitEnd): void => {
        clearTimeout(heart);
        visits.end(visit, to);
        if (visit.token) world.tokens.forget(visit.token);
        if (to.ok) resolve(to.value);
        else reject(new TaskError(state, to.error, to.cause));
      };
      const succeed = (value: Json): void => {
        if (tooLarge(JSON.stringify(value)))
          fail('States.DataLimitExceeded', `The task '${visit.state}' returned a result over 262144 bytes.`);
        else end({ ok: true, value, at: world.now() });
      };
      const fail = (error: string, cause: string): void =>
        end({
          ok: false,
          error: error.slice(0, errorCharacters),
          cause: cause.slice(0, causeCharacters),
          at: world.now(),
        });
      const beat = (): void => {
        clearTimeout(heart);
        if (state.HeartbeatSeconds)
          heart = setTimeout(() => {
            if (!tooLate()) fail('States.HeartbeatTimeout', 'No heartbeat came in time.');
          }, state.HeartbeatSeconds * 1000);
      };
      const inTime = <A extends unknown[]>(answer: (...args: A) => void) => {
        return (...args: A): void => {
          if (tooLate())
            throw new ServiceError('TaskTimedOut', 'Task Timed Out: the task is closed, or its time has passed.');
          answer(...args);
        };
      };

      if (!target) {
        fail('States.Runtime', `The local world cannot call ${state.Resource}.`);
        return;
      }
      if (target.waits) {
        world.tokens.wait(visit.token ?? '', { succeed: inTime(succeed), fail: inTime(fail), beat: inTime(beat) });
        beat();
        if (visit.called) return;
      }
      world.invoke(target.arn, target.payload).then(
        (answer) => {
          if (tooLate()) return;
          if (target.waits) visits.called(visit);
          else succeed(target.wrapped ? { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 } : answer);
        },
        (error: Error & { errorType?: string }) => {
          if (!tooLate()) fail(error.errorType ?? 'Lambda.Unknown', error.message);
        },
      );
    });
