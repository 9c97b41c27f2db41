import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundles } from '#infra/code.ts';
import { environmentOf } from '#infra/told.ts';
import { type FunctionName, type FunctionShape, functions, runner } from '#infra/topology.ts';
import type { Json } from '#runbooks/sdk/wire.ts';
import { applicationOf } from '../aws/crash.ts';
import { account, arns, credentials, environment, named, region } from '../place.ts';
import { LambdaError, type Pool, pool } from './pool.ts';

/** What the Lambdas' environment holds beside the topology's keys. */
export interface Surroundings {
  bundles: Bundles;
  endpoints: Record<string, string>;
  queues: { ALERTS_QUEUE_URL: string; DEAD_QUEUE_URL: string };
  studioUrl: string;
  /** Folder for what they write to their consoles. */
  logs: string;
  /** Each SDK call becomes a log line, and is handed to `called`. */
  called?: (functionName: string, line: string) => void;
}

/** Sandboxes that a function may have at once: two for a machine with few cores, more where a call mostly waits. */
const concurrencyOf = (name: string): number => (name === 'runner' ? 10 : 2);

const prefix = arns.anyFunction;
const runnerPrefix = prefix + named.runner('');

/** All Lambdas of the region, called by ARN or by their name in the topology. A runbook's runner comes to be with its first call. */
export const lambdas = (around: Surroundings) => {
  const pools = new Map<string, Pool>();

  const make = (name: string, functionName: string, shape: FunctionShape, runbook?: string): Pool =>
    pool({
      code: around.bundles.code[name] ?? '',
      name: functionName,
      arn: prefix + functionName,
      memoryMb: shape.memoryMb,
      timeoutSeconds: shape.timeoutSeconds,
      concurrency: concurrencyOf(name),
      env: {
        ...environmentOf(shape.env, {
          partition: 'aws',
          region,
          account,
          environment,
          studioUrl: around.studioUrl,
          ...(runbook ? { runbook } : {}),
        }),
        ...Object.fromEntries(Object.entries(around.queues).filter(([key]) => (shape.env as string[]).includes(key))),
        ...around.endpoints,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_LAMBDA_FUNCTION_NAME: functionName,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(shape.memoryMb),
        AWS_SDK_UA_APP_ID: applicationOf(name),
        // What this machine's owner has set up for the real AWS is none of the local world's business.
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_EC2_METADATA_DISABLED: 'true',
        TZ: ':UTC',
        ...(around.called ? { LOG_CALLS: '1' } : {}),
      },
      log(text) {
        appendFileSync(join(around.logs, `${functionName}.log`), text);
        for (const line of text.split('\n')) if (line.startsWith('{"call":')) around.called?.(name, line);
      },
    });

  const ofTopology = (name: FunctionName): Pool => make(name, named.function(name), functions[name]);
  const of = (functionName: string): Pool | undefined => {
    const known = pools.get(functionName);
    if (known) return known;
    const name = (Object.keys(functions) as FunctionName[]).find((one) => named.function(one) === functionName);
    const runbook = functionName.startsWith(named.runner('')) ? functionName.slice(named.runner('').length) : undefined;
    const made = name ? ofTopology(name) : runbook ? make('runner', functionName, runner, runbook) : undefined;
    if (made) pools.set(functionName, made);
    return made;
  };
  const find = (arn: string): Pool => {
    const found = arn.startsWith(prefix) ? of(arn.slice(prefix.length)) : undefined;
    if (found) return found;
    throw new LambdaError({
      errorType: 'Lambda.ResourceNotFoundException',
      errorMessage: `Function not found: ${arn}`,
    });
  };

  return {
    /** @throws LambdaError */
    invokeArn: async (arn: string, payload: Json): Promise<Json> => find(arn).invoke(payload),
    /** @throws LambdaError */
    invoke: (name: FunctionName, payload: unknown): Promise<Json> =>
      find(prefix + named.function(name)).invoke(payload as Json),
    /** Starts sandboxes ahead of their first call. */
    warm: (name: FunctionName): Promise<void> => find(prefix + named.function(name)).warm(),
    warmRunner: (runbook: string): Promise<void> => find(runnerPrefix + runbook).warm(),
    /** Milliseconds until a new sandbox of a function, or of a runbook's runner, has loaded its module. */
    async coldStart(which: FunctionName | { runbook: string }): Promise<number> {
      const one =
        typeof which === 'string'
          ? ofTopology(which)
          : make('runner', named.runner(which.runbook), runner, which.runbook);
      const began = performance.now();
      await one.warm();
      const took = performance.now() - began;
      await one.close();
      return took;
    },
    close: async (): Promise<void> => {
      await Promise.all([...pools.values()].map((one) => one.close()));
    },
  };
};
export type Lambdas = ReturnType<typeof lambdas>;
