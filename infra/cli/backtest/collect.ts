import type { Decision } from '#functions/core/decision.ts';
import type { Release } from '#functions/core/live.ts';
import type { Api } from '../api.ts';

const pageSize = 200;

/** All decisions since a moment, newest first, no more than so many. @param progress is told how many there are so far */
export const decisionsSince = async (
  api: Api,
  { since, most, progress }: { since: string; most: number; progress(count: number): void },
): Promise<{ decisions: Decision[]; truncated: boolean }> => {
  const decisions: Decision[] = [];
  let cursor: string | undefined;
  do {
    const page = await api('listDecisions', { query: { from: since, limit: pageSize, cursor } });
    decisions.push(...page.items);
    cursor = page.cursor;
    progress(decisions.length);
  } while (cursor !== undefined && decisions.length < most);
  return { decisions: decisions.slice(0, most), truncated: cursor !== undefined || decisions.length > most };
};

/** What is released where Wolfe runs, as the matcher knows it. */
export const releasesOf = async (api: Api): Promise<Release[]> => {
  const { items } = await api('listRunbooks', {});
  return Promise.all(
    items.map(async ({ runbook, target, remediates, release }) => {
      const { manifest } = await api('showRunbook', { runbook });
      return { runbook, target, remediates, params: manifest.params, ...release };
    }),
  );
};
