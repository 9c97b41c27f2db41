import type { Refusal } from '#functions/core/decision.ts';
import { type Count, type Counted, type Counts, counted, countedSeconds } from '#functions/core/guardrails/counts.ts';
import type { Guard } from '#functions/core/rules/rule.ts';
import type { Item, Items } from './items.ts';

/** Runs of a rule on a target, by which it cools down and gives up. */
export const targetKey = (rule: string, target = ''): string => `runs#${JSON.stringify([rule, target])}`;
/** What a rule's own limits count: a few hundred runs at most, because no limit of a rule can be higher. */
export const ruleKey = (rule: string): string => `limits#${rule}`;

/** Who is counted, and for which rule. */
export interface Place {
  rule: string;
  target?: string;
}

/** The counts in the items of a target and of a rule, with the versions that these have. */
export const countsOf = (ofTarget: Item | undefined, ofRule: Item | undefined): Counts => ({
  onTarget: (ofTarget?.runs as Counted[] | undefined) ?? [],
  ofRule: (ofRule?.runs as Counted[] | undefined) ?? [],
  targets: (ofRule?.targets as Counted[] | undefined) ?? [],
  running: Object.entries((ofRule?.running as Record<string, string> | undefined) ?? {}).map(([execution, at]) => ({
    execution,
    at,
  })),
  versions: [ofTarget?.version as number | undefined, ofRule?.version as number | undefined],
});

/**
 * Counts the runs of rules. Two items hold them, each changed as a whole and only if it is what was read; who comes second
 * reads again and decides anew.
 */
export const counts = (items: Items) => {
  const read = async ({ rule, target }: Place): Promise<Counts> => {
    const found = await items.getAll([targetKey(rule, target), ruleKey(rule)]);
    return countsOf(found.get(targetKey(rule, target)), found.get(ruleKey(rule)));
  };

  /** False when the item has changed since it was read. */
  const put = (pk: string, seconds: number, version: number | undefined, content: object): Promise<boolean> =>
    items.put(
      // A first version by the clock, so that an item which came anew is never taken for the one that was read.
      {
        pk,
        version: version === undefined ? items.now().getTime() : version + 1,
        expires: items.expiry(seconds),
        ...content,
      },
      version === undefined
        ? { when: 'attribute_not_exists(pk) OR expires <= :now' }
        : { when: '#version = :version', names: { '#version': 'version' }, values: { ':version': version } },
    );

  /** Brings both items to what is wanted of them; false when one has changed meanwhile. */
  const bring = async ({ rule, target }: Place, guard: Guard, from: Counts, to: Counts): Promise<boolean> => {
    const seconds = countedSeconds(guard);
    const [ofTarget, ofRule] = from.versions ?? [];
    const differs = (part: 'onTarget' | 'ofRule' | 'targets' | 'running'): boolean =>
      JSON.stringify(from[part]) !== JSON.stringify(to[part]);
    if (differs('onTarget') && !(await put(targetKey(rule, target), seconds.onTarget, ofTarget, { runs: to.onTarget })))
      return false;
    if (!differs('ofRule') && !differs('targets') && !differs('running')) return true;
    return put(ruleKey(rule), Math.max(seconds.ofRule, seconds.targets, seconds.running), ofRule, {
      runs: to.ofRule,
      targets: to.targets,
      running: Object.fromEntries(to.running.map(({ execution, at }) => [execution, at])),
    });
  };

  const uncount = async (place: Place, execution: string, guard: Guard): Promise<void> => {
    const others = (runs: Counted[]): Counted[] => runs.filter((run) => run.execution !== execution);
    for (;;) {
      const from = await read(place);
      const { onTarget, ofRule, targets, running } = from;
      const to = {
        onTarget: others(onTarget),
        ofRule: others(ofRule),
        targets: others(targets),
        running: others(running),
      };
      if (await bring(place, guard, from, to)) return;
    }
  };

  return {
    /**
     * Counts a run, just before its start, in every limit that its rule has; a run that is counted already stays as it is.
     * @param from the counts as they were judged.
     * @param refuse judges counts that have changed since. Its refusal is the answer, and nothing is counted then.
     */
    async count(
      place: Place,
      run: Count,
      guard: Guard,
      from: Counts,
      refuse: (counts: Counts) => Refusal | undefined,
    ): Promise<Refusal | undefined> {
      for (let seen = from; ; seen = await read(place)) {
        const refusal = seen === from ? undefined : refuse(seen);
        if (refusal) {
          await uncount(place, run.execution, guard);
          return refusal;
        }
        if (await bring(place, guard, seen, counted(seen, run, guard))) return undefined;
      }
    },

    /** Takes back that a run was counted, because it was not started. */
    uncount,

    /** Notes that a run has ended, for the limit of runs at once. */
    async ended(rule: string, execution: string): Promise<void> {
      await items.update(
        ruleKey(rule),
        'REMOVE #running.#execution SET #version = #version + :one',
        { ':one': 1 },
        {
          when: 'attribute_exists(#running.#execution)',
          names: { '#running': 'running', '#execution': execution, '#version': 'version' },
        },
      );
    },
  };
};
