import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskPressure, executionFor } from './alerts.ts';
import { openTables } from './tables.ts';
import { aWorld, type LocalWorld } from './world.ts';

const minutes = 60_000;

/**
 * Kills a world at each AWS call of a function, whose number is not known beforehand: one after the other, until one is not reached.
 * After a call is before the next, except where a function does something else in between that is not AWS's.
 * @param at kills it there, and says whether it came to that
 */
const eachCall = async (
  name: string,
  elseBetween: boolean,
  at: (point: string) => Promise<boolean>,
): Promise<number> => {
  for (let call = 1; ; call++) {
    if (!(await at(`${name}:${call}:arrived`))) {
      if (!elseBetween && call > 1) await at(`${name}:${call - 1}:answered`);
      return call - 1;
    }
    if (elseBetween) await at(`${name}:${call}:answered`);
  }
};

describe('a world that is killed', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await aWorld();
  });
  afterAll(() => world?.stop());

  /** Sends an alert to a world that will be killed on the way; then holds the world after it to its promises. */
  const survive = async (point: string): Promise<boolean> => {
    const node = `node-${point.replaceAll(':', '-')}`;
    await world.crashAt(point);
    expect((await world.post('plain', diskPressure(node))).status).toBe(202);
    const told = async () => {
      const execution = await executionFor(world, node);
      await world.ended(execution);
      return world.eventually('word to people', async () => {
        const { told, execution: ended } = await world.api('showExecution', { execution });
        return told.slack && told.jira ? ended : undefined;
      });
    };
    const reached = await Promise.race([
      world.crashed(),
      told().then(
        () => false,
        async (error) => {
          // A call that was cut off, unless the world goes on.
          if (await world.crashed(5000)) return true;
          throw error;
        },
      ),
    ]);
    if (reached) {
      await world.restart();
    }
    const { status, error } = await told();
    const effects = world.effects().filter(({ NODE }) => NODE === node).length;
    if (status === 'succeeded') expect([point, effects]).toEqual([point, 1]);
    else {
      // Killed between the effect and its record: nobody can know, so it is not repeated, and a person is told so.
      expect([point, status, error?.name]).toEqual([point, 'failed', 'EffectUnknownError']);
      expect(effects).toBeLessThanOrEqual(1);
    }
    return reached;
  };

  it.each([
    { name: 'matcher', elseBetween: false },
    { name: 'runner', elseBetween: true },
    { name: 'recorder', elseBetween: true },
  ])(
    'at any AWS call of the $name loses no alert and has no effect twice',
    async ({ name, elseBetween }) => {
      expect(await eachCall(name, elseBetween, survive)).toBeGreaterThan(0);
    },
    15 * minutes,
  );

  it('leaves no lock', async () => {
    await world.kill();
    const { client, close } = await openTables(world.data);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'wolfe-dev-ledger' }));
    await close();
    const locks = Items.filter(({ pk }) => pk?.S?.startsWith('lock#'));
    expect(locks.length).toBeGreaterThan(0);
    expect(locks.filter(({ holder }) => holder !== undefined)).toEqual([]);
  });
});

describe('a world that is killed while it publishes', () => {
  const survive = async (point: string): Promise<boolean> => {
    const world = await aWorld({ crashAtStart: point });
    const reached = !world.isUp();
    if (reached) await world.restart();
    const { items } = await world.api('listRunbooks', {});
    expect([point, items.map(({ runbook }) => runbook)]).toEqual([point, ['clear-full-disk', 'jenkins-job']]);
    await world.post('plain', diskPressure('node'));
    const { execution } = await world.ended(await executionFor(world, 'node'));
    expect([point, execution.status]).toEqual([point, 'succeeded']);
    await world.stop();
    return reached;
  };

  it(
    'has every runbook after the next start',
    async () => {
      expect(await eachCall('publisher', false, survive)).toBeGreaterThan(0);
    },
    15 * minutes,
  );
});
