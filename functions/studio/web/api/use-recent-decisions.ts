import { useEffect, useState } from 'react';
import type { DecisionFilter } from '../../contract.ts';
import { ask } from './ask.ts';
import type { Decision } from './nouns.ts';
import { asProblem, type ProblemError } from './problem.ts';

/** How far back, and how many at most. */
export const recent = { days: 7, most: 1000 };
const pageSize = 200;

export interface Recent {
  items: Decision[] | undefined;
  problem: ProblemError | undefined;
  /** There are more than were fetched. */
  more: boolean;
}

/** The decisions of the last week, newest first, a thousand at most: what lists count over. */
export const useRecentDecisions = (kind?: DecisionFilter['kind']): Recent => {
  const [found, setFound] = useState<Recent>({ items: undefined, problem: undefined, more: false });
  useEffect(() => {
    const stop = new AbortController();
    const from = new Date(Date.now() - recent.days * 86_400_000).toISOString();
    const fetchAll = async (): Promise<Recent> => {
      const items: Decision[] = [];
      let cursor: string | undefined;
      do {
        const page = await ask('listDecisions', { query: { kind, from, limit: pageSize, cursor } }, stop.signal);
        items.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== undefined && items.length < recent.most);
      return { items, problem: undefined, more: cursor !== undefined };
    };
    fetchAll().then(setFound, (error) => {
      if (!stop.signal.aborted) setFound({ items: undefined, problem: asProblem(error), more: false });
    });
    return () => stop.abort();
  }, [kind]);
  return found;
};
