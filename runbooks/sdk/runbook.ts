import type { z } from 'zod';
import type { Duration } from './duration.ts';
import type { AnySystem, ClientOf, ReaderOf } from './system.ts';
import type { AlertView, ApprovalReply } from './wire.ts';

/** How a step that runs code is tried. */
export interface Attempts {
  /** How long one attempt may take, 1m unless said; at most 15m, the limit of a Lambda. */
  timeout?: Duration;
  /** How often it is tried again after a RetryableError: 2 unless said, 0 for remediate steps. Other errors end the run at once. */
  retry?: number;
}

/** How people are asked. */
export interface Ask {
  /** How many different people must approve; 1 unless said. */
  quorum?: number;
  /** When the ask ends without an answer, and the run with it; 1h unless said. */
  expires?: Duration;
}

/** How often a condition is looked at, and when to give up: the run then fails with `TimedOut`. */
export interface Polling extends Attempts {
  every: Duration;
  /** From the first look to the last; each look may take 1m. */
  timeout: Duration;
}

/** What every runbook says of itself. */
export interface Header<Params extends z.ZodObject, Systems extends Record<string, AnySystem>> {
  /** One sentence for people: what it is for. */
  summary: string;
  /** The team that answers for it. */
  owner: string;
  params: Params;
  /** The resource it changes, as a plain template of string and number parameters: the key of locks and blast radius. */
  target?: (params: z.output<Params>) => string;
  /** By the name under which steps see them. */
  systems: Systems;
  /** How people are asked before the first remediate step in mode approve. */
  approval?: Ask;
}

// Bodies and predicates are typed where they are written; the readers pass them a scope that was built to that type.
type Scoped<Result> = (scope: never) => Result;

/** One step as data. Durations stay text: the readers of the value parse them, and `check` tells of all that are wrong. */
export type Step =
  | ({ kind: 'diagnose' | 'remediate' | 'onFailure'; name: string; body: Scoped<unknown> } & Attempts)
  | ({ kind: 'verify'; name: string; body: Scoped<unknown>; condition: Scoped<boolean> } & Attempts)
  | ({ kind: 'until'; name: string; body: Scoped<unknown>; done: Scoped<boolean> } & Polling)
  | { kind: 'endWhen'; name: string; predicate: Scoped<boolean> }
  | { kind: 'wait'; name: string; time: Duration }
  | ({ kind: 'approve'; name: string } & Ask);

/** A runbook as its readers see it: plain data and functions. */
export interface RunbookValue {
  readonly name: string;
  readonly summary: string;
  readonly owner: string;
  readonly params: z.ZodObject;
  readonly target?: Scoped<string>;
  readonly systems: Readonly<Record<string, AnySystem>>;
  readonly approval?: Ask;
  readonly steps: readonly Step[];
  readonly failure?: Step & { kind: 'onFailure' };
}

/** Names in a step's scope that no step and no system can take. */
export const reserved = ['params', 'alert', 'error'] as const;

/** A step's name: a literal that nothing else in the runbook is called. */
type Fresh<Name extends string, Taken extends string> = string extends Name
  ? { fault: 'the name of a step is a literal' }
  : Name extends Taken
    ? { fault: `“${Name}” is already the name of a step, a system, params, alert or error` }
    : Name;

/** What a result is to the steps after it: nothing travels as null. */
// biome-ignore lint/suspicious/noConfusingVoidType: a body without `return` has the type void
type Result<V> = Exclude<V, void | undefined> | (undefined extends V ? null : never);

type Given<Params extends z.ZodObject, Results> = { params: z.output<Params>; alert?: AlertView } & Results;
type Readers<Systems> = { [Name in keyof Systems]: ReaderOf<Systems[Name]> };
type Clients<Systems> = { [Name in keyof Systems]: ClientOf<Systems[Name]> };

/**
 * A runbook under construction, and a runbook: each method gives a new value with one more step. A step sees the params, the
 * alert if there is one, the systems, and the results of the steps before it under their names; conditions see no systems.
 */
export interface Runbook<
  Params extends z.ZodObject,
  Systems extends Record<string, AnySystem>,
  Results extends object,
  Taken extends string,
> extends RunbookValue {
  readonly params: Params;
  readonly systems: Readonly<Systems>;

  /** Finds something out, by reading only; really runs in every mode. */
  diagnose<const Name extends string, V>(
    name: Fresh<Name, Taken>,
    body: (scope: Given<Params, Results> & Readers<Systems>) => V,
    attempts?: Attempts,
  ): Runbook<Params, Systems, Results & { [N in Name]: Result<Awaited<V>> }, Taken | Name>;

  /** Changes the world: not in mode plan, and in mode approve only after people agreed. Runs once, retries aside. */
  remediate<const Name extends string, V>(
    name: Fresh<Name, Taken>,
    body: (scope: Given<Params, Results> & Clients<Systems>) => V,
    attempts?: Attempts,
  ): Runbook<Params, Systems, Results & { [N in Name]: Result<Awaited<V>> }, Taken | Name>;

  /** Looks whether it helped: when the condition does not hold, the run ends here, as ineffective. */
  verify<const Name extends string, V>(
    name: Fresh<Name, Taken>,
    body: (scope: Given<Params, Results> & Readers<Systems>) => V,
    condition: (scope: Given<Params, Results & { [N in Name]: Result<Awaited<V>> }>) => boolean,
    attempts?: Attempts,
  ): Runbook<Params, Systems, Results & { [N in Name]: Result<Awaited<V>> }, Taken | Name>;

  /** Looks again and again, with no code running in between, until the condition holds. */
  until<const Name extends string, V>(
    name: Fresh<Name, Taken>,
    body: (scope: Given<Params, Results> & Readers<Systems>) => V,
    done: (scope: Given<Params, Results & { [N in Name]: Result<Awaited<V>> }>) => boolean,
    polling: Polling,
  ): Runbook<Params, Systems, Results & { [N in Name]: Result<Awaited<V>> }, Taken | Name>;

  /** Lets time pass. */
  wait<const Name extends string>(
    name: Fresh<Name, Taken>,
    time: Duration,
  ): Runbook<Params, Systems, Results, Taken | Name>;

  /** Ends the run with nothing to do when the predicate holds; the name is the reason that people read. */
  endWhen<const Name extends string>(
    name: Fresh<Name, Taken>,
    predicate: (scope: Given<Params, Results>) => boolean,
  ): Runbook<Params, Systems, Results, Taken | Name>;

  /** Asks people here, in mode auto too. */
  approve<const Name extends string>(
    name: Fresh<Name, Taken>,
    ask?: Ask,
  ): Runbook<Params, Systems, Results & { [N in Name]: ApprovalReply }, Taken | Name>;

  /** Runs once when any step has failed for good, before the run ends as failed; sees what results there are and the error. */
  onFailure<const Name extends string>(
    name: Fresh<Name, Taken>,
    body: (
      scope: Given<Params, Partial<Results>> & Clients<Systems> & { error: { name: string; message: string } },
    ) => unknown,
    attempts?: Attempts,
  ): Runbook<Params, Systems, Results, Taken | Name>;
}

/**
 * Begins a runbook. Nothing runs when the file is loaded: what comes back is a value, immutable, for the readers beside this file.
 * @param name kebab-case, unique in an environment; names the state machine, the bundle and the release.
 */
export const runbook = <Params extends z.ZodObject, Systems extends Record<string, AnySystem>>(
  name: string,
  header: Header<Params, Systems>,
) =>
  grow({ ...header, name, steps: [] }) as unknown as Runbook<
    Params,
    Systems,
    // biome-ignore lint/complexity/noBannedTypes: no results yet, and nothing is to be seen under any name
    {},
    (typeof reserved)[number] | (keyof Systems & string)
  >;

type Body = Scoped<unknown>;
type Condition = Scoped<boolean>;

const grow = (value: RunbookValue): object => {
  const add = (step: Step) => grow({ ...value, steps: [...value.steps, Object.freeze(step)] });
  return Object.freeze({
    ...value,
    steps: Object.freeze(value.steps),
    diagnose: (name: string, body: Body, attempts?: Attempts) => add({ kind: 'diagnose', name, body, ...attempts }),
    remediate: (name: string, body: Body, attempts?: Attempts) => add({ kind: 'remediate', name, body, ...attempts }),
    verify: (name: string, body: Body, condition: Condition, attempts?: Attempts) =>
      add({ kind: 'verify', name, body, condition, ...attempts }),
    until: (name: string, body: Body, done: Condition, polling: Polling) =>
      add({ kind: 'until', name, body, done, ...polling }),
    wait: (name: string, time: Duration) => add({ kind: 'wait', name, time }),
    endWhen: (name: string, predicate: Condition) => add({ kind: 'endWhen', name, predicate }),
    approve: (name: string, ask?: Ask) => add({ kind: 'approve', name, ...ask }),
    onFailure: (name: string, body: Body, attempts?: Attempts) =>
      grow({ ...value, failure: Object.freeze({ kind: 'onFailure', name, body, ...attempts }) }),
  });
};
