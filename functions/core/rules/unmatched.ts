import type { Decision } from '../decision.ts';

/** Alerts of one name that no rule matches: what could be automated next. */
export interface Unmatched {
  name: string;
  /** How often alerts of this name came, repeats among them. */
  alerts: number;
  /** How many different things fired. */
  things: number;
  /** Their firing periods. */
  episodes: number;
  sources: string[];
  /** ISO. */
  firstAt: string;
  lastAt: string;
  /** The latest decision on one, to look at or to write a rule from. */
  decision: string;
}

/** Unmatched alerts by name, those first that fired in the most periods: repeats of one are not more work than one. */
export const unmatchedByName = (decisions: readonly Decision[]): Unmatched[] => {
  const groups = new Map<string, Decision[]>();
  for (const decision of decisions) {
    if (decision.kind !== 'unmatched' || !decision.alert) continue;
    const group = groups.get(decision.alert.name);
    if (group) group.push(decision);
    else groups.set(decision.alert.name, [decision]);
  }
  const distinct = (group: Decision[], of: (decision: Decision) => string | undefined): string[] =>
    [...new Set(group.flatMap((decision) => of(decision) ?? []))].sort();
  return [...groups]
    .map(([name, group]): Unmatched => {
      const inTime = group.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
      const last = inTime.at(-1)!;
      return {
        name,
        alerts: group.length,
        things: distinct(group, ({ alert }) => JSON.stringify([alert?.source, alert?.fingerprint])).length,
        episodes: distinct(group, ({ episode }) => episode).length,
        sources: distinct(group, ({ alert }) => alert?.source),
        firstAt: inTime[0]!.receivedAt,
        lastAt: last.receivedAt,
        decision: last.id,
      };
    })
    .sort((a, b) => b.episodes - a.episodes || b.alerts - a.alerts || (a.name < b.name ? -1 : 1));
};
