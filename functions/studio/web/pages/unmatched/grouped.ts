import type { Decision } from '../../api/nouns.ts';

/** Alerts of one name. */
export interface Kind {
  name: string;
  count: number;
  /** Firing periods of different things. */
  episodes: number;
  sources: string[];
  /** Labels that all of them share, as `key=value`. */
  labels: string;
  lastAt: string;
  /** The latest of them. */
  decision: string;
}

const shared = (all: readonly Record<string, string>[]): string => {
  const [first = {}, ...rest] = all;
  return Object.entries(first)
    .filter(([key, value]) => key !== 'alertname' && rest.every((labels) => labels[key] === value))
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
};

/** Decisions, newest first, by the name of their alert; the most frequent name first. */
export const grouped = (decisions: readonly Decision[]): Kind[] =>
  [
    ...Map.groupBy(
      decisions.filter(({ alert }) => alert),
      ({ alert }) => alert!.name,
    ),
  ]
    .map(([name, group]) => ({
      name,
      count: group.length,
      episodes: new Set(group.map(({ episode, id }) => episode ?? id)).size,
      sources: [...new Set(group.map(({ alert }) => alert!.source))],
      labels: shared(group.map(({ alert }) => alert!.labels)),
      lastAt: group[0]!.receivedAt,
      decision: group[0]!.id,
    }))
    .sort((a, b) => b.count - a.count || (a.lastAt < b.lastAt ? 1 : -1));
