import type { Period } from '../period.ts';
import { type Counts, counted, noCounts } from './counts.ts';
import type { Cleared, Facts, Hold, Started } from './facts.ts';
import type { Intent } from './guardrail.ts';

/** A rule on a target, or on none. */
type Place = Pick<Intent, 'rule' | 'target'>;

const keyOf = ({ rule, target }: Place): string => JSON.stringify([rule.name, target]);

/**
 * A ledger in memory for runs that are only thought of, told in the order of time; it knows what the real one would.
 * @param runSeconds how long a run is taken to last, since none really does.
 */
export const rehearsal = (runSeconds: number) => {
  const claims = new Map<string, { by: string; at: string }>();
  const locks = new Map<string, Hold>();
  const started = new Map<string, (Started & { rule: string; episode: string })[]>();
  const ends = new Map<string, Cleared>();
  const ofRules = new Map<string, Counts>();
  const onTargets = new Map<string, Counts>();
  const endsAt = new Map<string, number>();

  const countsFor = (place: Place, now: Date): Counts => {
    const ofRule = ofRules.get(place.rule.name) ?? noCounts;
    return {
      ...ofRule,
      running: ofRule.running.filter(({ execution }) => endsAt.get(execution)! > now.getTime()),
      onTarget: onTargets.get(keyOf(place))?.onTarget ?? [],
    };
  };

  return {
    facts({ execution, ...place }: Place & { execution: string }, period: Period, now: Date): Facts {
      const claim = claims.get(execution);
      const lock = place.target === undefined ? undefined : locks.get(place.target);
      const cleared = ends.get(period.identity);
      return {
        ...(claim && { claim: { ...claim, started: true } }),
        ...(lock && Date.parse(lock.until) > now.getTime() && { lock }),
        ...(cleared && { cleared }),
        counts: countsFor(place, now),
        started: (started.get(period.identity) ?? []).filter(({ episode }) => episode === period.episode),
      };
    },

    start({ rule, execution, target, remediates, decision }: Intent, period: Period, now: Date): void {
      const at = now.toISOString();
      const end = now.getTime() + runSeconds * 1000;
      const run = { execution, remediates, ...(target !== undefined && { target }) };
      claims.set(execution, { by: decision, at });
      endsAt.set(execution, end);
      if (remediates && target !== undefined) locks.set(target, { execution, until: new Date(end).toISOString() });
      const others = (started.get(period.identity) ?? []).filter((other) => other.rule !== rule.name);
      started.set(period.identity, [...others, { ...run, rule: rule.name, episode: period.episode }]);
      const place = { rule, ...(target !== undefined && { target }) };
      const counts = counted(countsFor(place, now), { ...run, at }, rule.guard);
      ofRules.set(rule.name, counts);
      onTargets.set(keyOf(place), counts);
    },

    /** The sender says that an alert has cleared. */
    clear({ identity, episode }: Period, endedAt: string | undefined, now: Date): void {
      const at = now.toISOString();
      ends.set(identity, { episode, endedAt: endedAt ?? at, at });
    },
  };
};
