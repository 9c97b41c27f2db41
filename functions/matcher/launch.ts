import type { AlertView, ExecutionInput, Json, Pointer, RunMode } from '#runbooks/sdk/wire.ts';
import type { Alert } from '../core/alert.ts';
import type { ExecutionRecord } from '../core/execution.ts';
import { takeoverAfterSeconds } from '../core/guardrails/episode.ts';
import type { Started } from '../core/guardrails/facts.ts';
import type { Answer, Intent } from '../core/guardrails/guardrail.ts';
import { heldBy, leaseSeconds } from '../core/guardrails/target-lock.ts';
import type { Release } from '../core/live.ts';
import type { Period } from '../core/period.ts';

/** What starting an execution needs from the world. */
export interface LaunchWorld {
  claim(
    execution: string,
    options: { by: string; takeoverAfterSeconds: number },
  ): Promise<{ mine: boolean; started: boolean; by: string }>;
  unclaim(execution: string, by: string): Promise<void>;
  lock(
    target: string,
    execution: string,
    leaseSeconds: number,
  ): Promise<{ held: true; fence: number } | { held: false; by: string; until: string }>;
  release(target: string, execution: string): Promise<void>;
  keep(value: Json): Promise<Pointer>;
  /** False when the execution has been closed already. */
  open(record: ExecutionRecord): Promise<boolean>;
  start(start: { runbook: string; digest: string; execution: string; input: ExecutionInput }): Promise<void>;
  cool(rule: string, target: string | undefined, execution: string, seconds: number): Promise<void>;
  onEpisode(period: Period, rule: string, started: Started): Promise<void>;
  started(execution: string, by: string): Promise<void>;
  now(): Date;
  region: string;
}

/** An intent that no guardrail refused, with all that its execution is started with. */
export interface Launch {
  intent: Intent;
  period: Period;
  mode: RunMode;
  release: Release;
  params: Record<string, Json>;
}

/** How it went: started (now or by an earlier delivery of this message), another delivery's, or too late for the lock. */
export type LaunchReply =
  | { kind: 'started' }
  | { kind: 'duplicate'; of: string }
  | { kind: 'locked'; refusal: Answer & { allowed: false } };

/** A larger value travels as a pointer; a machine's state holds 256 KB in all. */
const inlineBytes = 32_768;
/** For lists, where names are shown. */
const nameLength = 200;

const viewOf = ({
  name,
  status,
  severity,
  labels,
  annotations,
  source,
  startsAt,
  fingerprint,
  url,
}: Alert): AlertView => ({
  name,
  status,
  ...(severity !== undefined && { severity }),
  labels,
  annotations,
  source,
  startsAt,
  fingerprint,
  ...(url !== undefined && { url }),
});

/**
 * Starts an execution exactly once: claim, lock, history, machine, marks.
 *
 * Each write is to one item under a condition and may be repeated, so a crash between any two of them is mended by the next
 * delivery of the same message: its decision has the same id, wins the same claim and finds its own lock and history. Another
 * delivery of the episode loses the claim. The claim comes before the lock because a name can be claimed by one decision only,
 * while a lock is its execution's: two deliveries would both get it. So a lock that another execution holds leaves a claim
 * behind, which is given back: this episode is refused now, and the sender's next notification may try again. History is opened
 * before the start, so that whoever ends early finds a record to close.
 *
 * A delivery that finds the record closed comes after the end; nobody else would release the lock that it has just taken.
 */
export const launcher =
  (world: LaunchWorld) =>
  async ({ intent, period, mode, release, params }: Launch): Promise<LaunchReply> => {
    const { rule, alert, execution, decision, target, remediates } = intent;
    const claim = await world.claim(execution, { by: decision, takeoverAfterSeconds });
    if (!claim.mine) return { kind: 'duplicate', of: claim.by };
    if (claim.started) return { kind: 'started' };

    const locked = remediates && target !== undefined ? target : undefined;
    const lock = locked === undefined ? undefined : await world.lock(locked, execution, leaseSeconds);
    if (locked !== undefined && lock?.held === false) {
      await world.unclaim(execution, decision);
      return { kind: 'locked', refusal: heldBy(locked, lock.by, lock.until) };
    }
    const fence = lock?.held ? lock.fence : undefined;

    const fitting = async <T extends object>(value: T): Promise<T | Pointer> =>
      Buffer.byteLength(JSON.stringify(value)) > inlineBytes ? world.keep(value as Json) : value;
    const [given, view] = await Promise.all([fitting(params), fitting(viewOf(alert))]);
    const common = {
      execution,
      runbook: release.runbook,
      digest: release.digest,
      mode,
      params: given,
      rule: rule.name,
      cause: { decision },
      ...(target !== undefined && { target }),
      ...(fence !== undefined && { fence }),
    };
    const isNew = await world.open({
      ...common,
      status: 'running',
      region: world.region,
      episode: period.episode,
      alert: alert.name.slice(0, nameLength),
      startedAt: world.now().toISOString(),
      notify: rule.notify,
    });
    if (isNew) {
      const { runbook, digest } = release;
      await world.start({ runbook, digest, execution, input: { ...common, alert: view } });
    } else if (locked !== undefined) await world.release(locked, execution);

    const { cooldownSeconds } = rule.guard;
    await Promise.all([
      cooldownSeconds === undefined ? undefined : world.cool(rule.name, target, execution, cooldownSeconds),
      world.onEpisode(period, rule.name, { execution, remediates, ...(target !== undefined && { target }) }),
    ]);
    await world.started(execution, decision);
    return { kind: 'started' };
  };
