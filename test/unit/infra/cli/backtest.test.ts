import { describe, expect, it } from 'vitest';
import type { Alert } from '#functions/core/alert.ts';
import type { Api } from '#infra/cli/api.ts';
import { decisionsSince } from '#infra/cli/backtest/collect.ts';
import { asker, meetAll } from '#infra/cli/backtest/threads.ts';
import { decision, diskFull, release } from '#test/unit/functions/studio/world.ts';

describe('a backtest of many alerts', () => {
  it('finds in several threads what one finds, in the order of the alerts', async () => {
    const sets = {
      tried: [diskFull, { ...diskFull, rule: 'odd', when: { labels: { odd: ['1'] } } }],
      live: [diskFull],
      releases: [release],
    };
    const alerts = Array.from(
      { length: 2_500 },
      (_, i): Alert => ({ ...decision.alert!, labels: { instance: `i-${i}`, odd: String(i % 2) } }),
    );
    const met = await meetAll(sets, alerts, 2);
    expect(met).toEqual(await asker(sets)(alerts));
    expect(met[2_499]).toEqual({
      candidates: ['disk-full', 'odd'].map((rule) => ({ rule, remediates: true, target: 'ec2:i-2499' })),
      live: ['disk-full'],
    });
    // Two threads load the whole of it, on a machine that may have much else to do.
  }, 60_000);

  it('reads all pages, and no more decisions than it is to', async () => {
    const told: number[] = [];
    const api = (async (_name: string, { query }: { query: { cursor?: string } }) => ({
      items: [decision, decision],
      cursor: query.cursor === 'c' ? undefined : `${query.cursor ?? ''}c`.slice(-1),
    })) as unknown as Api;
    const progress = (count: number) => void told.push(count);
    const all = await decisionsSince(api, { since: 'then', most: 10, progress });
    expect([all.decisions.length, all.truncated, told]).toEqual([4, false, [2, 4]]);
    const some = await decisionsSince(api, { since: 'then', most: 1, progress });
    expect([some.decisions.length, some.truncated]).toEqual([1, true]);
  });
});
