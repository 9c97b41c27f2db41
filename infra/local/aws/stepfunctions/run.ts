import { createHash } from 'node:crypto';
import { ExecutionTimeoutError, StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Json } from '#runbooks/sdk/wire.ts';
import { type Definition, type State, statesOf } from './definition.ts';
import type { Beginning, Ending, Journal } from './journal.ts';
import { causeCharacters, errorCharacters, longestMilliseconds, tooLarge } from './limits.ts';
import { marks } from './marks.ts';
import { retryTimes, waitTimes } from './pauses.ts';
import { limitExceeded, performer, type RunWorld, TaskError } from './task.ts';
import { type Visit, visits as visitsOf } from './visits.ts';

export interface Run {
  ended: Promise<Ending>;
  /** Ends it as aborted. */
  stop(error?: string, cause?: string): Ending;
  /** Forgets it as a killed world would: nothing more is written, and a later world resumes it. */
  abandon(): void;
}

type Proxied<T> = Record<string, T>;
/** An object whose every member is computed when the interpreter reads it, which it does once each time it enters a state. */
const computed = <T>(member: (name: string) => T): Proxied<T> =>
  new Proxy({}, { get: (_, name) => (typeof name === 'string' ? member(name) : undefined) });

const never = (): Promise<never> => new Promise(() => {});

const failure = (error: unknown): Pick<Ending, 'status' | 'error' | 'cause'> => {
  if (error instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT', error: 'States.Timeout' };
  const reason = (error as Error).cause instanceof Error ? ((error as Error).cause as Error) : (error as Error);
  return {
    status: 'FAILED',
    error: reason.name.slice(0, errorCharacters),
    cause: reason.message.slice(0, causeCharacters),
  };
};

/** Runs an execution from its start, or after a restart again from its start with the answers that its journal holds. */
export const run = (begin: Beginning, journal: Journal, world: RunWorld): Run => {
  const { now } = world;
  // The interpreter puts its own start time there, which a replay would change.
  const definition: Definition = JSON.parse(begin.definition.replaceAll('$$.Execution.StartTime', () => '$$.Began.At'));
  const states = statesOf(definition);
  const concurrent = [...states.values()].some(({ Type }) => Type === 'Parallel' || Type === 'Map');
  const { context, fill } = marks(begin.seal);
  const visits = visitsOf(begin.arn, journal, now);
  const latest = new Map<string, Visit>();
  const { promise: ended, resolve } = Promise.withResolvers<Ending>();
  let over = false;

  // The interpreter takes 60 s when a state sets no limit, and counts from now after a restart: it is told what is left instead.
  const limits = new Map<string, number>();
  const deadline = (visit: Visit): number => visit.at + (limits.get(visit.state) ?? Number.POSITIVE_INFINITY) * 1000;
  for (const [name, state] of states)
    if (state.Type === 'Task' && !('TimeoutSecondsPath' in state)) {
      if (state.TimeoutSeconds !== undefined) limits.set(name, state.TimeoutSeconds);
      Object.defineProperty(state, 'TimeoutSeconds', {
        get: () => Math.min(Math.max(1, deadline(latest.get(name)!) - now()), longestMilliseconds) / 1000,
      });
    }

  let end: Ending | undefined;
  const finish = (ending: Omit<Ending, 'at'>): Ending => {
    if (end) return end;
    end = { ...ending, at: now() };
    over = true;
    for (const { token } of latest.values()) if (token) world.tokens.forget(token);
    journal.append({ kind: 'end', end });
    interpreter.abort();
    resolve(end);
    return end;
  };

  const perform = performer(visits, world, { isOver: () => over, deadline });

  const task = (name: string, input: Json): Promise<Json> | Json => {
    if (over) return never();
    const state = states.get(name) as State;
    const json = JSON.stringify(input);
    if (tooLarge(json)) throw limitExceeded(state, `The state '${name}' has an input over 262144 bytes.`);
    const hash = createHash('sha256').update(json).digest('hex');
    const isNew = !visits.hasMore(name, hash);
    if (isNew && !concurrent && visits.unused().length > 0) {
      const [first] = visits.unused();
      const cause = `After a restart the run came to ${name} instead of ${first!.state}; it cannot be resumed.`;
      // The interpreter may be calling this from within its own start.
      queueMicrotask(() => finish({ status: 'ABORTED', error: 'NotResumable', cause }));
      return never();
    }
    const visit = visits.next(name, hash, json.includes(JSON.stringify(context.Task.Token).slice(1, -1)));
    latest.set(name, visit);
    if (visit.end?.ok) return visit.end.value;
    if (visit.end) throw new TaskError(state, visit.end.error, visit.end.cause);
    // Its time is over: the interpreter is about to say so.
    if (now() >= deadline(visit)) return never();
    return perform(state, visit, fill(json, visit));
  };

  const left = definition.TimeoutSeconds && begin.at + definition.TimeoutSeconds * 1000 - now();
  if (left !== undefined) definition.TimeoutSeconds = Math.min(Math.max(1, left), longestMilliseconds) / 1000;

  const interpreter = new StateMachine(definition as unknown as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  }).run(JSON.parse(begin.input), {
    noThrowOnAbort: true,
    context: {
      ...context,
      Execution: { Id: begin.arn, Name: begin.name },
      StateMachine: { Id: begin.machineArn, Name: begin.machine },
      Began: { At: new Date(begin.at).toISOString() },
    } as never,
    overrides: {
      taskResourceLocalHandlers: computed((name) => (input: Json) => task(name, input)) as never,
      waitTimeOverrides: computed(waitTimes(journal, states, now)) as Proxied<number>,
      retryIntervalOverrides: computed(retryTimes((name) => latest.get(name), visits, states, now)) as Proxied<number>,
    },
  });
  interpreter.result.then(
    (value) => {
      if (over) return;
      const output = JSON.stringify(value);
      if (tooLarge(output))
        finish({ status: 'FAILED', error: 'States.DataLimitExceeded', cause: 'The output is over 262144 bytes.' });
      else finish({ status: 'SUCCEEDED', output });
    },
    (error) => {
      if (!over) finish(failure(error));
    },
  );

  return {
    ended,
    stop: (error, cause) => finish({ status: 'ABORTED', ...(error ? { error } : {}), ...(cause ? { cause } : {}) }),
    abandon() {
      over = true;
      interpreter.abort();
    },
  };
};
