import type { ApprovalRecord, ExecutionRecord } from '../core/execution.ts';

type Pages<T> = (page: { limit: number; cursor?: string }) => Promise<{ items: T[]; cursor?: string }>;

/** Lists that every region sees, and what is needed to tell whose an ask is. */
export interface Lists {
  running: Pages<ExecutionRecord>;
  closing: Pages<ExecutionRecord>;
  approvals: Pages<ApprovalRecord>;
  execution(execution: string): Promise<ExecutionRecord | undefined>;
}

/**
 * Of the lists only what is the region's own: each region's keeper looks after its executions, for no other region's Step Functions
 * knows them, nor anybody who waits for their task tokens.
 */
export const own = (region: string, { running, closing, approvals, execution }: Lists) => {
  const kept =
    <T>(pages: Pages<T>, isOwn: (item: T) => boolean | Promise<boolean>): Pages<T> =>
    async (page) => {
      const { items, cursor } = await pages(page);
      const mine = await Promise.all(items.map(isOwn));
      return { items: items.filter((_item, index) => mine[index]), ...(cursor !== undefined && { cursor }) };
    };
  const isOwn = (one: ExecutionRecord | undefined): boolean => one?.region === region;
  return {
    running: kept(running, isOwn),
    closing: kept(closing, isOwn),
    approvals: kept(approvals, async (ask) => isOwn(await execution(ask.execution))),
  };
};
