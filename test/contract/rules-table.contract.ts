import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RulesTable, rulesTable } from '#functions/adapters/rules-table.ts';
import type { Release, RunbookVersion, Switch } from '#functions/core/live.ts';
import { fakeRules } from './fakes/rules-table.ts';
import { aDynamo } from './stand-ins.ts';

const at = '2026-11-21T12:00:00.000Z';
const now = () => new Date(at);
/** The table as two regions see it. */
interface Body {
  rules: RulesTable;
  elsewhere: RulesTable;
  close(): Promise<void>;
}
const bodies: Record<string, () => Promise<Body>> = {
  async memory() {
    const rules = fakeRules(now);
    return { rules, elsewhere: rules.in('us-east-1'), close: async () => {} };
  },
  async dynalite() {
    const dynamo = await aDynamo();
    const { rules } = await dynamo.createTables();
    const table = (region: string) => rulesTable(dynamo.client, rules, region, now);
    return { rules: table('eu-west-1'), elsewhere: table('us-east-1'), close: dynamo.close };
  },
};

const release = (runbook: string, digest = 'd1'): Release => ({
  runbook,
  digest,
  params: { type: 'object', properties: { $ref: { type: 'string' } } },
  target: null,
  remediates: true,
  releasedAt: at,
  by: 'ann',
});
const version = (digest: string, publishedAt: string): RunbookVersion => ({
  runbook: 'clear-full-disk',
  digest,
  publishedAt,
  by: 'ann',
  manifest: {
    runbook: 'clear-full-disk',
    summary: 'Frees disk space.',
    owner: 'cloud-infra',
    params: {},
    target: null,
    systems: [],
    steps: [],
    prose: 'long '.repeat(20_000),
  },
});

describe.each(Object.entries(bodies))('the rules table in %s', (_name, open) => {
  let rules: RulesTable;
  let elsewhere: RulesTable;
  let close: () => Promise<void>;
  beforeEach(async () => ({ rules, elsewhere, close } = await open()));
  afterEach(() => close());

  it('has nothing live at first', async () => {
    expect(await rules.live()).toEqual({
      ruleSet: undefined,
      switches: [],
      releases: [],
      mappings: [],
      heartbeats: undefined,
    });
    expect(await rules.ruleSets()).toEqual([]);
  });

  it('makes an applied set live and gives it back as written', async () => {
    const set = [JSON.parse('{"rule": "a", "when": {"labels": {"__proto__": ["x"]}}}'), { rule: 'b' }];
    expect(await rules.apply(set, 'ann')).toEqual({ version: 1 });
    expect((await rules.live()).ruleSet).toEqual({ version: 1, at, by: 'ann', rules: 2 });
    expect(JSON.stringify(await rules.ruleSet(1))).toBe(JSON.stringify(set));
  });

  it('keeps every version, newest first', async () => {
    for (const name of ['a', 'b', 'c']) await rules.apply([{ rule: name }], name);
    expect((await rules.ruleSets()).map(({ version, by }) => [version, by])).toEqual([
      [3, 'c'],
      [2, 'b'],
      [1, 'a'],
    ]);
    expect(await rules.ruleSet(1)).toEqual([{ rule: 'a' }]);
  });

  it('refuses to apply over a set that the author has not seen', async () => {
    await rules.apply([{ rule: 'a' }], 'ann', 0);
    await expect(rules.apply([{ rule: 'b' }], 'bob', 0)).rejects.toThrow(
      'The live rule set is version 1, not 0: it was changed meanwhile and nothing was applied.',
    );
    expect((await rules.live()).ruleSet?.by).toBe('ann');
  });

  it('lets one of several who apply at once win, with its own rules live', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const results = await Promise.allSettled(names.map((name) => rules.apply([{ rule: name }], name, 0)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { ruleSet } = await rules.live();
    expect(await rules.ruleSet(ruleSet!.version)).toEqual([{ rule: ruleSet!.by }]);
  });

  it('keeps a set that is larger than an item may be', async () => {
    let seed = 1;
    const noise = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed.toString(36);
    };
    const set = Array.from({ length: 3_000 }, (_, i) => ({
      rule: `r${i}`,
      note: Array.from({ length: 60 }, noise).join(''),
    }));
    const { version } = await rules.apply(set, 'ann');
    expect(await rules.ruleSet(version)).toEqual(set);
  });

  it('says so when a version does not exist', async () => {
    await expect(rules.ruleSet(7)).rejects.toThrow('There is no rule set of version 7.');
  });

  it('keeps the last word of each switch', async () => {
    const off: Switch = { scope: { kind: 'rule', name: 'a#b' }, off: true, by: 'ann', at, reason: 'storm' };
    const all: Switch = { scope: { kind: 'everything' }, off: true, by: 'ann', at };
    for (const state of [off, all, { ...off, off: false }]) await rules.setSwitch(state);
    expect((await rules.live()).switches).toHaveLength(2);
    expect((await rules.live()).switches).toEqual(expect.arrayContaining([all, { ...off, off: false }]));
  });

  it('keeps the last release of each runbook', async () => {
    for (const each of [release('a'), release('b'), release('a', 'd2')]) await rules.release(each);
    expect((await rules.live()).releases).toHaveLength(2);
    expect((await rules.live()).releases).toEqual(expect.arrayContaining([release('a', 'd2'), release('b')]));
  });

  it('releases in its own region only; rules and switches hold in every region', async () => {
    await rules.apply([{ rule: 'a' }], 'ann');
    await rules.setSwitch({ scope: { kind: 'everything' }, off: true, by: 'ann', at });
    await rules.release(release('a', 'd2'));
    await elsewhere.release(release('a', 'd1'));
    const [here, there] = [await rules.live(), await elsewhere.live()];
    expect(here.releases).toEqual([release('a', 'd2')]);
    expect(there).toEqual({ ...here, releases: [release('a', 'd1')] });
  });

  it('reads a sender by the mapping that was applied last, until that is removed', async () => {
    const applied = (source: string, name: string) => ({
      mapping: { source, name, status: 'how', words: { fine: 'resolved' as const } },
      by: 'ann',
      at: '2026-11-21T12:00:00.000Z',
    });
    for (const each of [applied('shop', 'a'), applied('till', 'b'), applied('shop', 'c')])
      await rules.applyMapping(each);
    expect((await rules.live()).mappings).toEqual([applied('shop', 'c'), applied('till', 'b')]);
    for (const source of ['shop', 'shop', 'nobody']) await rules.removeMapping(source);
    expect((await rules.live()).mappings).toEqual([applied('till', 'b')]);
  });

  it('knows who is told of missing heartbeats', async () => {
    const watch = { slack: '#ops', missed: 3, by: 'ann', at: '2026-11-21T12:00:00.000Z' };
    await rules.watchHeartbeats(watch);
    expect((await rules.live()).heartbeats).toEqual(watch);
  });

  it('lists the versions of a runbook, newest first, each digest once', async () => {
    const first = version('d1', '2026-11-01T00:00:00.000Z');
    const second = version('d2', '2026-11-02T00:00:00.000Z');
    for (const each of [first, second, version('d1', '2026-11-03T00:00:00.000Z')]) await rules.runbookVersion(each);
    expect(await rules.runbookVersions('clear-full-disk')).toEqual([second, first]);
    expect(await rules.runbookVersions('another')).toEqual([]);
  });
});
