import type { Decision } from '../core/decision.ts';
import type { DecisionFilter } from './contract.ts';

/** What looking over the decisions of some days needs from the world. */
export interface LatelyWorld {
  /** Newest first. */
  decisions(filter: DecisionFilter): Promise<{ items: Decision[]; cursor?: string }>;
  now(): Date;
}

/** Decisions of some time, newest first. */
export interface Lately {
  decisions: Decision[];
  /** ISO: how far back these go. */
  since: string;
  /** Whether there are more than one answer can look over; they go less far back than was asked then. */
  truncated: boolean;
}

const defaultDays = 7;
const pageSize = 500;

/** The newest decisions since a moment, a week ago if none is given; no more than so many. */
export const lately = async (
  world: LatelyWorld,
  most: number,
  { since, ...filter }: { since?: string | undefined; kind?: Decision['kind'] } = {},
): Promise<Lately> => {
  const from = since ?? new Date(world.now().getTime() - defaultDays * 86_400_000).toISOString();
  const decisions: Decision[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.decisions({ ...filter, from, limit: pageSize, cursor });
    decisions.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined && decisions.length < most);
  const truncated = cursor !== undefined || decisions.length > most;
  const kept = decisions.slice(0, most);
  return { decisions: kept, since: truncated ? kept.at(-1)!.receivedAt : from, truncated };
};
