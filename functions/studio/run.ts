import { createHash } from 'node:crypto';
import type { ExecutionInput, Json } from '#runbooks/sdk/wire.ts';
import { type ExecutionRecord, executionName } from '../core/execution.ts';
import { takeoverAfterSeconds } from '../core/guardrails/episode.ts';
import { leaseSeconds } from '../core/guardrails/target-lock.ts';
import { type Live, type Release, stoppedBy } from '../core/live.ts';
import { renderTarget, validateParams } from '../core/parameters.ts';
import { conflict, RefusedError } from './refusal.ts';

/** What a run by hand needs from the world: the verbs by which the matcher starts one, too. */
export interface RunWorld {
  region: string;
  live(): Promise<Live>;
  claim(
    execution: string,
    claim: { by: string; takeoverAfterSeconds: number },
  ): Promise<{ mine: boolean; started: boolean }>;
  unclaim(execution: string, by: string): Promise<void>;
  lock(
    target: string,
    execution: string,
    leaseSeconds: number,
  ): Promise<{ held: true; fence: number } | { held: false; by: string; until: string }>;
  unlock(target: string, execution: string): Promise<void>;
  execution(name: string): Promise<ExecutionRecord | undefined>;
  /** False when it was closed before. */
  open(record: ExecutionRecord): Promise<boolean>;
  start(run: { runbook: string; digest: string; execution: string; input: ExecutionInput }): Promise<void>;
  started(execution: string, by: string): Promise<void>;
  now(): Date;
}

/** What a person asks for. */
export interface HandRun {
  person: string;
  params: Record<string, Json>;
  mode: 'plan' | 'auto';
  idempotencyKey: string;
}

const askedFor = ({ params, mode }: Pick<HandRun, 'params' | 'mode'>, digest: string): string =>
  createHash('sha256')
    .update(JSON.stringify([digest, mode, params]))
    .digest('hex')
    .slice(0, 16);

/** Bytes; larger parameters would travel with every step. */
const maxParamsBytes = 32 * 1024;

/** The parameters with the schema's defaults. @throws ParametersError, RefusedError */
const fitting = ({ params: schema }: Release, given: Record<string, Json>): Record<string, Json> => {
  const params = validateParams(schema, given);
  if (Buffer.byteLength(JSON.stringify(params)) > maxParamsBytes)
    throw new RefusedError(413, {
      code: 'too large',
      message: 'The parameters are over 32 KB.',
      cure: 'Put what is large where the runbook can fetch it, and give its address.',
    });
  return params;
};

const begun = (record: ExecutionRecord) => ({
  execution: record.execution,
  digest: record.digest,
  target: record.target,
  started: false,
});

/**
 * Starts a run by hand: the same claim, target lock, history and machine input as a run that an alert caused. Repeating it with the
 * same key continues or finds the first.
 * @throws ParametersError for parameters that do not fit; RefusedError for a switch that is off, a target that is locked, a key used for another run.
 */
export const runByHand =
  (world: RunWorld) =>
  async (
    release: Release,
    asked: HandRun,
  ): Promise<{ execution: string; digest: string; target?: string; started: boolean }> => {
    const { runbook, digest } = release;
    const params = fitting(release, asked.params);
    const execution = executionName(
      `by hand ${runbook}`,
      createHash('sha256')
        .update(JSON.stringify([asked.person, runbook, asked.idempotencyKey]))
        .digest('hex'),
    );
    const earlier = await world.execution(execution);
    if (earlier && (earlier.mode !== asked.mode || JSON.stringify(earlier.params) !== JSON.stringify(params)))
      throw conflict('key used', 'This idempotency key has started another run.', 'Use a new key for a new run.');
    if (earlier && earlier.status !== 'running') return begun(earlier);

    const target = renderTarget(release.target, params);
    const off = stoppedBy((await world.live()).switches, { runbook, target });
    if (off)
      throw conflict(
        'switched off',
        `${off.scope.kind === 'everything' ? 'Everything' : `The ${off.scope.kind} ${off.scope.name}`} is switched off by ${off.by}${off.reason ? `: ${off.reason}` : ''}.`,
        'Switch it on first: `wolfe switch on`.',
      );

    const by = `by hand ${askedFor({ ...asked, params }, digest)}`;
    const claim = await world.claim(execution, { by, takeoverAfterSeconds });
    if (claim.started || !claim.mine) {
      const other = await world.execution(execution);
      if (other) return begun(other);
      throw conflict(
        'being started',
        'Another call with this key is starting this run.',
        'Try again in a few seconds.',
      );
    }

    const locks = target !== undefined && asked.mode !== 'plan' && release.remediates;
    const lock = locks ? await world.lock(target, execution, leaseSeconds) : undefined;
    if (lock && !lock.held) {
      await world.unclaim(execution, by);
      throw conflict(
        'locked',
        `${target} is held by execution ${lock.by} until ${lock.until}.`,
        'Wait for it to end, or cancel it: `wolfe executions cancel`.',
      );
    }
    const common = {
      execution,
      runbook,
      digest,
      mode: asked.mode,
      params,
      cause: { person: asked.person },
      ...(target !== undefined && { target }),
      ...(lock && { fence: lock.fence }),
    };
    const open = await world.open({
      ...common,
      region: world.region,
      status: 'running',
      startedAt: world.now().toISOString(),
    });
    if (open) await world.start({ runbook, digest, execution, input: common });
    // Closed before: this comes after the end, and nobody else would give back what was just taken.
    else if (lock) await world.unlock(target!, execution);
    await world.started(execution, by);
    return { execution, digest, target, started: open };
  };
