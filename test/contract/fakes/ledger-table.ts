import type { BeginReply } from '#functions/adapters/ledger/steps.ts';
import type { LedgerTable } from '#functions/adapters/ledger-table.ts';
import { type Counts, counted, noCounts } from '#functions/core/guardrails/counts.ts';
import type { Cleared, Started } from '#functions/core/guardrails/facts.ts';
import { endedBy, type Period } from '#functions/core/period.ts';
import type { StepReply } from '#runbooks/sdk/wire.ts';

interface Lock {
  holder?: string;
  until: number;
  fence: number;
}

/** The ledger in memory: what the table promises, with nothing of how it keeps it. */
export const fakeLedger = (now: () => Date): LedgerTable & { locks(): Record<string, string> } => {
  const claims = new Map<string, { by: string; at: number; done: boolean }>();
  const onTargets = new Map<string, Counts['onTarget']>();
  const ofRules = new Map<string, Counts>();
  const ends = new Map<string, Cleared>();
  const holds = new Map<string, { episode: string; until: string }>();
  const locks = new Map<string, Lock>();
  const alerts = new Map<string, Map<string, { period: Period; started: Started }>>();
  const steps = new Map<string, StepReply | undefined>();
  const sightings = new Map<string, number>();
  const at = () => now().getTime();
  const iso = (ms: number) => new Date(ms).toISOString();
  const text = (...parts: unknown[]) => JSON.stringify(parts);
  const held = (target: string) => {
    const lock = locks.get(target);
    return lock?.holder !== undefined && lock.until > at()
      ? { execution: lock.holder, until: iso(lock.until) }
      : undefined;
  };
  const startedFor = (identity: string) =>
    [...(alerts.get(identity)?.values() ?? [])]
      .map(({ period, started }) => ({ ...period, started }))
      .sort((a, b) => (a.started.execution < b.started.execution ? -1 : 1));
  const startedIn = ({ identity, episode }: Period): Started[] =>
    startedFor(identity)
      .filter((each) => each.episode === episode)
      .map(({ started }) => started);
  const countsOf = (rule: string, target: string | undefined): Counts => ({
    ...(ofRules.get(rule) ?? noCounts),
    onTarget: onTargets.get(text(rule, target)) ?? [],
  });
  const setCounts = (rule: string, target: string | undefined, counts: Counts): void => {
    ofRules.set(rule, counts);
    onTargets.set(text(rule, target), counts.onTarget);
  };

  return {
    async facts({ execution, rule, period, target }) {
      const claim = claims.get(execution);
      const cleared = ends.get(period.identity);
      const hold = holds.get(text(period.identity, rule));
      const lock = target === undefined ? undefined : held(target);
      return {
        ...(claim && { claim: { by: claim.by, at: iso(claim.at), started: claim.done } }),
        ...(cleared && { cleared }),
        ...(hold?.episode === period.episode && { heldUntil: hold.until }),
        ...(lock && { lock }),
        counts: countsOf(rule, target),
        started: startedIn(period),
      };
    },
    async claim(execution, { by, takeoverAfterSeconds }) {
      const claim = claims.get(execution);
      const abandoned = claim && !claim.done && claim.by !== by && claim.at <= at() - takeoverAfterSeconds * 1000;
      if (claim && !abandoned) return { mine: claim.by === by, started: claim.done, by: claim.by };
      claims.set(execution, { by, at: at(), done: false });
      return { mine: true, started: false, by };
    },
    async started(execution, by) {
      const claim = claims.get(execution);
      if (claim?.by === by) claim.done = true;
    },
    async unclaim(execution, by) {
      const claim = claims.get(execution);
      if (claim?.by === by && !claim.done) claims.delete(execution);
    },
    async count({ rule, target }, run, guard, from, refuse) {
      const now = countsOf(rule, target);
      const refusal = text({ ...from, versions: 0 }) === text({ ...now, versions: 0 }) ? undefined : refuse(now);
      if (!refusal) setCounts(rule, target, counted(now, run, guard));
      return refusal;
    },
    async uncount({ rule, target }, execution) {
      const others = (runs: Counts['running']) => runs.filter((run) => run.execution !== execution);
      const { onTarget, ofRule, targets, running } = countsOf(rule, target);
      setCounts(rule, target, {
        onTarget: others(onTarget),
        ofRule: others(ofRule),
        targets: others(targets),
        running: others(running),
      });
    },
    async ended(rule, execution) {
      const counts = ofRules.get(rule);
      if (counts)
        ofRules.set(rule, { ...counts, running: counts.running.filter((run) => run.execution !== execution) });
    },
    async onEpisode(period, rule, started) {
      const all = alerts.get(period.identity) ?? new Map<string, { period: Period; started: Started }>();
      alerts.set(period.identity, all);
      const other = all.get(rule);
      if (!other || other.period.startsAt <= period.startsAt) all.set(rule, { period, started });
      return startedIn(period);
    },
    async offEpisode({ identity }, rule, execution) {
      if (alerts.get(identity)?.get(rule)?.started.execution === execution) alerts.get(identity)?.delete(rule);
    },
    async holdUntil({ identity, episode }, rule, until) {
      holds.set(text(identity, rule), { episode, until });
    },
    async noteEnd({ identity }, cleared) {
      const known = ends.get(identity);
      if (!known || known.endedAt <= cleared.endedAt) ends.set(identity, cleared);
    },
    async executionsOf(period, endedAt) {
      return endedBy(startedFor(period.identity), period, endedAt).map(({ started }) => started.execution);
    },

    async lock(target, execution, leaseSeconds) {
      const until = at() + leaseSeconds * 1000;
      const lock = locks.get(target) ?? { until: 0, fence: 0 };
      if (lock.holder !== execution) {
        const other = held(target);
        if (other) return { held: false, by: other.execution, until: other.until };
        lock.fence += 1;
      }
      locks.set(target, { ...lock, holder: execution, until });
      return { held: true, fence: lock.fence };
    },
    async extend(target, execution, fence, leaseSeconds) {
      const lock = locks.get(target);
      if (lock?.holder !== execution || lock.fence !== fence) return false;
      lock.until = at() + leaseSeconds * 1000;
      return true;
    },
    async release(target, execution) {
      const lock = locks.get(target);
      if (lock?.holder === execution) delete lock.holder;
    },

    async beginStep(...visit): Promise<BeginReply> {
      const reply = steps.get(text(...visit));
      if (reply) return { repeat: reply };
      if (steps.has(text(...visit))) return 'unknown';
      steps.set(text(...visit), undefined);
      return 'begun';
    },
    async endStep(execution, step, visit, reply) {
      steps.set(text(execution, step, visit), reply);
    },
    async abandonStep(...visit) {
      if (!steps.get(text(...visit))) steps.delete(text(...visit));
    },

    async seen(what, seconds) {
      if ((sightings.get(what) ?? 0) > at()) return true;
      sightings.set(what, at() + seconds * 1000);
      return false;
    },
    async has(what) {
      return (sightings.get(what) ?? 0) > at();
    },

    /** For assertions: who holds what now. */
    locks() {
      const all = [...locks.keys()].map((target) => [target, held(target)?.execution] as const);
      return Object.fromEntries(all.filter((pair): pair is [string, string] => pair[1] !== undefined));
    },
  };
};
