import { describe, expect, it } from 'vitest';
import type { DecisionFilter } from '#functions/studio/contract.ts';
import { lately } from '#functions/studio/lately.ts';
import { decision, noon } from './world.ts';

/** So many decisions, a second apart, newest first, in pages as they are asked for. */
const aWorld = (count: number) => {
  const asked: DecisionFilter[] = [];
  return {
    asked,
    now: () => noon,
    decisions: async (filter: DecisionFilter) => {
      asked.push(filter);
      const from = Number(filter.cursor ?? 0);
      const items = Array.from({ length: Math.min(filter.limit, count - from) }, (_, i) => ({
        ...decision,
        receivedAt: new Date(noon.getTime() - (from + i) * 1000).toISOString(),
      }));
      const next = from + items.length;
      return { items, ...(next < count && { cursor: String(next) }) };
    },
  };
};

describe('decisions of late', () => {
  it('are those of a week, over all pages', async () => {
    const world = aWorld(1200);
    const found = await lately(world, 5000);
    expect([found.decisions.length, found.since, found.truncated]).toEqual([1200, '2026-11-14T12:00:00.000Z', false]);
    expect(world.asked.map(({ cursor }) => cursor)).toEqual([undefined, '500', '1000']);
  });

  it('say how far back they go when there are more than one answer takes', async () => {
    const found = await lately(aWorld(1200), 600, { since: '2026-11-01T00:00:00.000Z' });
    expect([found.decisions.length, found.since, found.truncated]).toEqual([600, '2026-11-21T11:50:01.000Z', true]);
    expect((await lately(aWorld(600), 600)).truncated).toBe(false);
  });

  it('are those of the kind that is asked for', async () => {
    const world = aWorld(1);
    await lately(world, 10, { kind: 'unmatched', since: '2026-11-20T00:00:00.000Z' });
    expect(world.asked).toMatchObject([{ kind: 'unmatched', from: '2026-11-20T00:00:00.000Z' }]);
  });
});
