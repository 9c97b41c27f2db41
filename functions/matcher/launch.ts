import type { AlertView, ExecutionInput, Json, Pointer, RunMode } from '#runbooks/sdk/wire.ts';
import type { Alert } from '../core/alert.ts';
import type { Refusal } from '../core/decision.ts';
import type { ExecutionRecord } from '../core/execution.ts';
import type { Count, Counts } from '../core/guardrails/counts.ts';
import { takeoverAfterSeconds } from '../core/guardrails/episode.ts';
import type { Started } from '../core/guardrails/facts.ts';
import type { Intent, Known } from '../core/guardrails/guardrail.ts';
import { judge, refusalOf } from '../core/guardrails/judge.ts';
import { oneRemedy } from '../core/guardrails/one-remedy.ts';
import { limits } from '../core/guardrails/order.ts';
import { heldBy, leaseSeconds, targetLock } from '../core/guardrails/target-lock.ts';
import type { Release } from '../core/live.ts';
import type { Period } from '../core/period.ts';
import type { Guard } from '../core/rules/rule.ts';

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
  /** Counts a run in the limits of its rule, unless `refuse` finds one that others have filled meanwhile. */
  count(
    place: { rule: string; target?: string },
    run: Count,
    guard: Guard,
    from: Counts,
    refuse: (counts: Counts) => Refusal | undefined,
  ): Promise<Refusal | undefined>;
  uncount(place: { rule: string; target?: string }, execution: string, guard: Guard): Promise<void>;
  ended(rule: string, execution: string): Promise<void>;
  /** All that rules start for the period. */
  onEpisode(period: Period, rule: string, started: Started): Promise<Started[]>;
  offEpisode(period: Period, rule: string, execution: string): Promise<void>;
  execution(name: string): Promise<ExecutionRecord | undefined>;
  started(execution: string, by: string): Promise<void>;
  now(): Date;
  region: string;
}

/** An intent that no guardrail refused, with all that its execution is started with. */
export interface Launch {
  intent: Intent;
  /** By which it was judged. */
  known: Known;
  period: Period;
  mode: RunMode;
  release: Release;
  params: Record<string, Json>;
}

/** How it went: started (now or by an earlier delivery of this message), another delivery's, or refused after all. */
export type LaunchReply =
  | { kind: 'started' }
  | { kind: 'duplicate'; of: string }
  | { kind: 'refused'; refusal: Refusal };

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
 * Starts an execution exactly once: claim, lock, marks, history, machine.
 *
 * Each write is to one item under a condition and may be repeated, so a crash between any two of them is mended by the next
 * delivery of the same message: its decision has the same id, wins the same claim and finds its own lock, marks and history.
 * Another delivery of the episode loses the claim. The claim comes before the lock because a name can be claimed by one
 * decision only, while a lock is its execution's: two deliveries would both get it. What guardrails allowed by what they had
 * read is settled here, where each mark is made under a condition: the lock, the one remedy of an episode, the limits. What
 * others took meanwhile is a refusal; all that was taken for it is given back, and the sender's next notification may try again.
 * History is opened before the start, so that whoever ends early finds a record to close.
 *
 * A delivery that finds the record closed comes after the end; nobody else would give back what it has just taken.
 */
export const launcher = (world: LaunchWorld) => {
  const placeOf = ({ rule, target }: Intent) => ({ rule: rule.name, ...(target !== undefined && { target }) });
  const lockedBy = ({ remediates, target }: Intent): string | undefined => (remediates ? target : undefined);

  const giveBack = async (intent: Intent, period: Period): Promise<void> => {
    const { rule, execution, decision } = intent;
    const target = lockedBy(intent);
    await world.uncount(placeOf(intent), execution, rule.guard);
    await world.offEpisode(period, rule.name, execution);
    if (target !== undefined) await world.release(target, execution);
    await world.unclaim(execution, decision);
  };

  /** Takes all that the run needs for itself. @returns the fence of its lock, or who was faster */
  const take = async ({ intent, known, period }: Launch): Promise<{ fence?: number } | Refusal> => {
    const { rule, execution, remediates, target } = intent;
    const locked = lockedBy(intent);
    const lock = locked === undefined ? undefined : await world.lock(locked, execution, leaseSeconds);
    if (lock?.held === false) return { guardrail: targetLock.name, ...heldBy(locked!, lock.by, lock.until) };
    const run = { execution, remediates, ...(target !== undefined && { target }) };
    // Under the lock: of two rules that pass at once, the second sees the first, even if that has ended by now.
    const started = await world.onEpisode(period, rule.name, run);
    const other = oneRemedy.judge(intent, { ...known, started });
    if (!other.allowed) return other;
    const now = world.now();
    const full = await world.count(
      placeOf(intent),
      { ...run, at: now.toISOString() },
      rule.guard,
      known.counts,
      (counts) => refusalOf(judge(intent, { ...known, counts, now }, limits)),
    );
    return full ?? (lock ? { fence: lock.fence } : {});
  };

  const launch = async (launch: Launch): Promise<LaunchReply> => {
    const { intent, period, mode, release, params } = launch;
    const { rule, alert, execution, decision, target } = intent;
    const claim = await world.claim(execution, { by: decision, takeoverAfterSeconds });
    if (!claim.mine) return { kind: 'duplicate', of: claim.by };
    if (claim.started) return { kind: 'started' };

    const taken = await take(launch);
    if ('allowed' in taken) {
      await giveBack(intent, period);
      return { kind: 'refused', refusal: taken };
    }

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
      ...taken,
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
    } else {
      const locked = lockedBy(intent);
      await Promise.all([
        locked === undefined ? undefined : world.release(locked, execution),
        world.ended(rule.name, execution),
      ]);
    }
    await world.started(execution, decision);
    return { kind: 'started' };
  };

  return {
    launch,
    /**
     * Gives back what an earlier delivery of this message took for a run that is refused now; one whose history is open is
     * left to the keeper, for it may have been started.
     */
    async abandon(intent: Intent, period: Period): Promise<void> {
      if (!(await world.execution(intent.execution))) await giveBack(intent, period);
    },
  };
};
