import { beforeEach, describe, expect, it, vi } from 'vitest';
import { current } from '#functions/matcher/current.ts';
import { fakeRules } from '#test/contract/fakes/rules-table.ts';
import { noon, rule } from './world.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

/** A rules table of which every call is counted, and whose rule sets come as fast as the test lets them. */
const aWorld = async () => {
  let clock = noon;
  const now = () => new Date(clock);
  const table = fakeRules(now);
  const calls: string[] = [];
  let gate: Promise<void> | undefined;
  await table.apply([rule({ rule: 'first' })], 'ann');
  const world = {
    now,
    live: async () => {
      calls.push('live');
      return table.live();
    },
    ruleSet: async (version: number) => {
      calls.push(`ruleSet ${version}`);
      await gate;
      return table.ruleSet(version);
    },
  };
  const ask = current(world);
  return {
    ...{ table, calls, ask },
    version: async () => (await ask()).rules.version,
    pass(seconds: number) {
      clock += seconds * 1000;
    },
    /** From now on rule sets do not come, until the answer is called. */
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
};
/** As many rules as take several turns to read. */
const many = (name: string) => Array.from({ length: 1200 }, (_, i) => rule({ rule: `${name}-${i}` }));

describe('what is live', () => {
  it('is read once a second, however many ask, and its rules once a version', async () => {
    const { ask, calls, pass } = await aWorld();
    for (let i = 0; i < 30; i++) {
      await Promise.all(Array.from({ length: 100 }, ask));
      pass(0.1);
    }
    expect(calls).toEqual(['live', 'ruleSet 1', 'live', 'live']);
  });

  it('has a new set within a second as a rule, large or small', async () => {
    const { version, table, pass } = await aWorld();
    expect(await version()).toBe(1);
    await table.apply(many('new'), 'ann');
    pass(1);
    expect(await version()).toBe(2);
  });

  it('goes by the set before while the new one is made ready, for three seconds and not longer', async () => {
    const { ask, version, table, pass, hold } = await aWorld();
    await version();
    const go = hold();
    await table.apply(many('new'), 'ann');
    pass(1);
    expect(await version()).toBe(1);
    pass(1);
    expect(await version()).toBe(1);
    pass(1);
    const waiting = ask();
    go();
    expect((await waiting).rules.version).toBe(2);
  });

  it('does not go by an old set after a long sleep', async () => {
    const { version, table, pass, hold } = await aWorld();
    await version();
    await table.apply([rule({ rule: 'second' })], 'ann');
    pass(3600);
    const go = hold();
    const waiting = version();
    go();
    expect(await waiting).toBe(2);
  });

  it('has the newest of several sets, in whichever order they are ready', async () => {
    const { version, table, pass, hold } = await aWorld();
    await version();
    const first = hold();
    await table.apply([rule({ rule: 'second' })], 'ann');
    pass(1);
    await version();
    const second = hold();
    await table.apply([rule({ rule: 'third' })], 'ann');
    pass(1);
    await version();
    second();
    first();
    pass(1);
    expect(await version()).toBe(3);
    pass(10);
    expect(await version()).toBe(3);
  });

  it('has switches at once, also while a set is made ready', async () => {
    const { ask, table, pass, hold } = await aWorld();
    await ask();
    const go = hold();
    await table.apply(many('new'), 'ann');
    await table.setSwitch({ scope: { kind: 'everything' }, off: true, by: 'ann', at: 'now' });
    pass(1);
    const { live, rules } = await ask();
    expect([live.switches.length, rules.version]).toEqual([1, 1]);
    go();
  });

  it('fails those who must wait for a set that cannot be read, and is tried again', async () => {
    const { version, table, pass, calls } = await aWorld();
    await version();
    const { ruleSet } = table;
    table.ruleSet = () => Promise.reject(new Error('no table'));
    await table.apply([rule({ rule: 'second' })], 'ann');
    pass(10);
    await expect(version()).rejects.toThrow('no table');
    table.ruleSet = ruleSet;
    expect(await version()).toBe(2);
    expect(calls.filter((call) => call === 'ruleSet 2')).toHaveLength(2);
  });
});
