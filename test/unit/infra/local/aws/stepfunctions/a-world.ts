import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executions as executionsOf } from '#infra/local/aws/stepfunctions/executions.ts';
import { journals } from '#infra/local/aws/stepfunctions/journal.ts';
import { machines as machinesOf } from '#infra/local/aws/stepfunctions/machines.ts';
import { taskTokens } from '#infra/local/aws/stepfunctions/tokens.ts';
import { LambdaError } from '#infra/local/lambdas/pool.ts';
import type { Json } from '#runbooks/sdk/wire.ts';

const prefix = 'arn:aws:states:us-east-1:000000000000:stateMachine:';
export const lambdaArn = 'arn:aws:lambda:us-east-1:000000000000:function:runner';

/** Throws what a Lambda's error becomes. */
export const lambdaFails = (errorType: string, errorMessage = 'no'): never => {
  throw new LambdaError({ errorType, errorMessage });
};

/**
 * Step Functions on a folder of its own, with Lambdas as plain functions. `killed` gives the same folder to a new one, as after a
 * kill: what ran in the old one is cut off at once.
 */
export const aStepFunctions = (
  lambda: (payload: Json) => Json | Promise<Json>,
  folder = mkdtempSync(join(tmpdir(), 'wolfe-sfn-')),
) => {
  const clock = { now: Date.now() };
  const calls: Json[] = [];
  const told: Json[] = [];
  let telling = async (_event: Json): Promise<void> => {};
  const tokens = taskTokens();
  const machines = machinesOf(join(folder, 'machines'), prefix, () => clock.now);
  const executions = executionsOf(machines, journals(join(folder, 'executions')), {
    tokens,
    now: () => clock.now,
    async invoke(_arn, payload) {
      calls.push(payload);
      return lambda(payload);
    },
    async tell(event) {
      await telling(event);
      told.push(event);
    },
  });
  const ended = async (arn: string) => {
    for (;;) {
      const { end } = executions.get(arn);
      if (end) return end;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    folder,
    clock,
    calls,
    told,
    tokens,
    machines,
    executions,
    /** Starts the definition's machine, made when it is new. */
    start(definition: object, input: Json = {}, name = 'run') {
      const { arn } = machines.create('machine', JSON.stringify(definition), 'arn:aws:iam::000000000000:role/r');
      return executions.start(arn, name, JSON.stringify(input)).arn;
    },
    ended,
    /** Puts somebody else in the recorder's place. */
    tell(by: (event: Json) => Promise<void>) {
      telling = by;
    },
    /** Waits until something holds; the test's own timeout is the limit. */
    async until(holds: () => boolean) {
      while (!holds()) await new Promise((resolve) => setImmediate(resolve));
    },
    killed(next: (payload: Json) => Json | Promise<Json> = lambda) {
      executions.abandon();
      const world = aStepFunctions(next, folder);
      world.clock.now = clock.now;
      return { ...world, resumed: world.executions.resume() };
    },
  };
};
