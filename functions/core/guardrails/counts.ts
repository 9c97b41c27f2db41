import type { Guard } from '../rules/rule.ts';

/** A run that limits count. */
export interface Counted {
  execution: string;
  /** ISO: when it was counted, just before its start. */
  at: string;
  target?: string;
}

/** What the limits of a rule count; runs that are past their window may still be among it. */
export interface Counts {
  /** Runs of the rule on the target. */
  onTarget: Counted[];
  /** Runs of the rule. */
  ofRule: Counted[];
  /** The last run that was to change each target. */
  targets: Counted[];
  /** Runs whose end has not been told. */
  running: Counted[];
  /** By which a ledger tells whether they have changed since they were read. */
  versions?: readonly (number | undefined)[];
}

/** A run that is about to be counted. */
export interface Count extends Counted {
  /** Whether it changes the world. */
  remediates: boolean;
}

/** Seconds after which a run counts as ended although nobody said so: longer than people are waited for. */
export const runningSeconds = 30 * 86_400;

/** The runs of the last so many seconds, oldest first; an execution does not count against itself. */
export const within = (runs: readonly Counted[], seconds: number, now: Date, execution: string): Counted[] =>
  runs
    .filter((run) => run.execution !== execution && Date.parse(run.at) > now.getTime() - seconds * 1000)
    .sort((a, b) => (a.at < b.at ? -1 : 1));

/** Which of the counts a rule's limits need, and for how many seconds back. */
export const countedSeconds = ({ cooldownSeconds = 0, attempts, rate, blastRadius, concurrency }: Guard) => ({
  onTarget: Math.max(cooldownSeconds, attempts?.perSeconds ?? 0),
  ofRule: rate?.perSeconds ?? 0,
  targets: blastRadius?.perSeconds ?? 0,
  running: concurrency === undefined ? 0 : runningSeconds,
});

/**
 * The counts with one more run in each that the rule's limits need, and without what no limit looks at any more; where the run is
 * counted already, they stay as they are.
 */
export const counted = (counts: Counts, { remediates, ...run }: Count, guard: Guard): Counts => {
  const seconds = countedSeconds(guard);
  const now = new Date(run.at);
  const next = (runs: Counted[], kept: number, counts = true): Counted[] => {
    if (kept === 0 || !counts || runs.some(({ execution }) => execution === run.execution)) return runs;
    return [...within(runs, kept, now, run.execution), run];
  };
  return {
    onTarget: next(counts.onTarget, seconds.onTarget),
    ofRule: next(counts.ofRule, seconds.ofRule),
    targets: next(
      // One entry a target, the last; a run that is counted is its target's last one.
      counts.targets.filter(({ target, execution }) => target !== run.target || execution === run.execution),
      seconds.targets,
      remediates && run.target !== undefined,
    ),
    running: next(counts.running, seconds.running),
  };
};

export const noCounts: Counts = { onTarget: [], ofRule: [], targets: [], running: [] };
