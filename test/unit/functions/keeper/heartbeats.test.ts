import { beforeEach, describe, expect, it } from 'vitest';
import { keeper } from '#functions/keeper/keeper.ts';
import { aWorld } from '../recorder/world.ts';

const watch = { slack: '#ops', pagerduty: 'infra', missed: 3, by: 'ann', at: '2026-11-01T00:00:00.000Z' };
const beat = (at: string) => ({
  identity: 'i1',
  region: 'eu-west-1',
  name: 'Watchdog',
  source: 'alertmanager',
  labels: { cluster: 'blue' },
  everySeconds: 300,
  at: `2026-11-20T${at}.000Z`,
});

describe('the keeper, of a heartbeat', () => {
  let made: ReturnType<typeof aWorld>;
  beforeEach(async () => {
    made = aWorld();
    made.watches(watch);
    await made.history.beat(beat('11:00:00'));
  });
  const roundAt = async (time: string) => {
    made.clock.at = `2026-11-20T${time}.000Z`;
    return keeper(made.world, { event: 60, start: 600 })();
  };
  const texts = () => made.people.posts.map(({ text }) => text);

  it('says nothing while it is not later than it may be', async () => {
    expect(await roundAt('11:15:00')).toMatchObject({ heartbeats: 0, failures: [] });
    expect(texts()).toEqual([]);
  });

  it('pages once when it stays away', async () => {
    for (const time of ['11:15:01', '11:16:00', '15:00:00']) await roundAt(time);
    expect(texts()).toEqual([
      'Watchdog of alertmanager does not come any more: the last was at 2026-11-20T11:00:00.000Z. Its alerts may not come either.',
    ]);
    expect(made.people.posts[0]).toMatchObject({ channel: '#ops' });
    expect(JSON.stringify(made.people.posts[0]?.blocks)).toContain('usually every 5m · cluster blue');
    expect([...made.people.incidents]).toMatchObject([['wolfe-heartbeat-eu-west-1-i1', { service: 'infra' }]]);
  });

  it('tells once when it is back, and pages again the next time', async () => {
    await roundAt('11:30:00');
    await made.history.beat(beat('12:00:00'));
    for (const time of ['12:00:30', '12:01:00']) await roundAt(time);
    expect(texts()[1]).toBe('Watchdog of alertmanager comes again, since 2026-11-20T12:00:00.000Z.');
    expect(made.people.incidents.size).toBe(0);
    await roundAt('13:00:00');
    expect([texts().length, made.people.incidents.size]).toEqual([3, 1]);
  });

  it('tries again when somebody could not be told, and adds to the same incident', async () => {
    made.people.down.add('slack');
    expect(await roundAt('11:30:00')).toMatchObject({
      heartbeats: 0,
      failures: [{ subject: 'heartbeat Watchdog of alertmanager' }],
    });
    made.people.down.clear();
    expect(await roundAt('11:31:00')).toMatchObject({ heartbeats: 1, failures: [] });
    expect([texts().length, made.people.incidents.size]).toEqual([1, 1]);
  });
});

it('tells nobody of heartbeats as long as nobody asked to be told', async () => {
  const made = aWorld();
  await made.history.beat(beat('01:00:00'));
  expect(await keeper(made.world, { event: 60, start: 600 })()).toMatchObject({ heartbeats: 0, failures: [] });
});
