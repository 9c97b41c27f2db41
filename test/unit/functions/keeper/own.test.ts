import { beforeEach, describe, expect, it } from 'vitest';
import { keeper } from '#functions/keeper/keeper.ts';
import { own } from '#functions/keeper/own.ts';
import { aWorld, execution, helped, nothing } from '../recorder/world.ts';

const patience = { event: 60, start: 600 };

describe('the keepers of two regions', () => {
  let made: ReturnType<typeof aWorld>;
  beforeEach(() => {
    made = aWorld();
  });
  const roundIn = (region: string) => keeper({ ...made.world, ...own(region, made.history) }, patience)();

  it('each look after their own executions only', async () => {
    const here = execution();
    await made.running();
    // Not started in the region that asks: elsewhere it would be taken for one that never started.
    made.clock.at = '2026-11-20T13:00:00.000Z';
    expect(await roundIn('ap-south-1')).toMatchObject({ closed: 0, finished: 0, asks: 0, failures: [] });
    expect((await made.unfinished()).running).toEqual(['disk-1']);

    made.machines.end('disk-1', { status: 'succeeded', endedAt: helped.endedAt });
    expect(await roundIn(here.region)).toMatchObject({ closed: 1, failures: [] });
    expect(await made.unfinished()).toEqual(nothing);
  });

  it('leave an ask to the region where somebody waits for the answer', async () => {
    await made.running();
    await made.history.ask({
      execution: 'disk-1',
      step: 'prune',
      token: 'token of disk-1',
      quorum: 1,
      askedAt: '2026-11-20T12:00:00.000Z',
      expiresAt: '2026-11-20T12:30:00.000Z',
      votes: [],
    });
    made.clock.at = '2026-11-20T13:00:00.000Z';
    await roundIn('ap-south-1');
    expect((await made.history.approvals({ limit: 10 })).items).toHaveLength(1);
    await roundIn(execution().region);
    expect((await made.history.approvals({ limit: 10 })).items).toEqual([]);
  });
});
