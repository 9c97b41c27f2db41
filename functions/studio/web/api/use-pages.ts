import { useState } from 'react';
import type { Answer, RouteName, Routes } from '../../contract.ts';
import { type Live, useLive } from './use-live.ts';

/** The routes that answer page by page. */
type ListName = {
  [N in RouteName]: Answer<Routes[N]> extends { items: unknown[]; cursor?: string } ? N : never;
}[RouteName] &
  ('listExecutions' | 'listDecisions');

/** A list of which one page is in view. */
export interface Pages<N extends ListName> extends Live<Answer<Routes[N]>> {
  /** From 1. */
  page: number;
  /** How many are known to be there. */
  pages: number;
  more: boolean;
  turn(to: number): void;
}

/** One page of a list, newest first. The first page is kept fresh; older ones do not change. */
export const usePages = <N extends ListName>(name: N, filter: Record<string, string | undefined>): Pages<N> => {
  const key = JSON.stringify(filter);
  const [turned, setTurned] = useState<{ key: string; page: number; cursors: (string | undefined)[] }>();
  const { page, cursors } = turned?.key === key ? turned : { page: 1, cursors: [undefined] };
  const query = { ...filter, limit: 50, cursor: cursors[page - 1] };
  const live = useLive(name, { query } as never, page === 1 ? 2 : 0);
  const cursor = (live.answer as { cursor?: string } | undefined)?.cursor;
  return {
    ...live,
    page,
    pages: Math.max(cursors.length, page),
    more: cursor !== undefined && cursors.length === page,
    turn: (to) => {
      if (to > cursors.length && cursor === undefined) return;
      setTurned({ key, page: to, cursors: to > cursors.length ? [...cursors, cursor] : cursors });
    },
  };
};
