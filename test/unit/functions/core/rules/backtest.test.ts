import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import type { Release } from '#functions/core/live.ts';
import { backtest, meetings, samplesOf } from '#functions/core/rules/backtest.ts';
import { ruleSet } from '#functions/core/rules/set.ts';
import { alert, aWorld, noon, release, rule } from '#test/unit/functions/matcher/world.ts';

const tried = async (
  decisions: readonly Decision[],
  sources: object[],
  { live = sources, releases = [release()] as Release[], runSeconds = 300 } = {},
) => {
  const set = ruleSet(2, sources);
  const samples = samplesOf(decisions);
  const met = await meetings(
    samples.map((sample) => sample.alert),
    { set, live: ruleSet(1, live), releases },
  );
  return { met, report: backtest(samples, met, { rules: set.rules, runSeconds }) };
};

/** Alerts that the real matcher decided on, each so many seconds after the one before. */
const decided = async (steps: { after: number; alerts: object[] }[], rules: object[] = [rule({ guard: {} })]) => {
  const world = await aWorld({ rules });
  for (const [i, { after, alerts }] of steps.entries()) {
    await world.comeBack(after);
    await world.alerts(alerts, { id: `m${i}`, sentAt: world.now() });
  }
  return { world, decisions: await world.decisions() };
};
const on = (node: string, second = 0, fields: object = {}) =>
  alert({
    fingerprint: `f-${node}-${second}`,
    startsAt: new Date(noon + second * 1000).toISOString(),
    labels: { node },
    ...fields,
  });

describe('a backtest', () => {
  it('tells of each rule what it would have come to, on which targets, and what stopped it', async () => {
    const { decisions } = await decided([
      { after: 0, alerts: [on('n1'), on('n2')] },
      { after: 60, alerts: [on('n1')] },
      { after: 60, alerts: [on('n1', 120), on('', 121, { labels: { node: undefined } })] },
    ]);
    const { report } = await tried(decisions, [rule({ guard: { cooldown: '30m' } })]);
    expect(report).toMatchObject({ alerts: 5, matched: 5, matchedLive: 5, newly: 0, differences: [] });
    expect(report.rules).toEqual([
      {
        rule: 'disk',
        mode: 'auto',
        alerts: 5,
        runs: 2,
        duplicates: 1,
        waiting: 0,
        refused: [{ guardrail: 'cooldown', count: 1, example: expect.stringContaining('cooldown of ec2:n1 until') }],
        invalid: { count: 1, example: expect.stringContaining('node {% labels.node %} gives nothing') },
        targets: 2,
        busiest: [
          { target: 'ec2:n1', runs: 1 },
          { target: 'ec2:n2', runs: 1 },
        ],
        gained: 0,
        lost: 0,
      },
    ]);
  });

  it('tells what differs from the live set, alert by alert and rule by rule', async () => {
    const other = (name: string) => on('n1', 0, { labels: { alertname: name, node: 'n1' }, fingerprint: name });
    const { decisions } = await decided([{ after: 0, alerts: ['A', 'B', 'C', 'D'].map(other) }]);
    const when = (...name: string[]) => ({ when: { name }, guard: {} });
    const { report } = await tried(
      decisions,
      [rule({ rule: 'kept', ...when('A') }), rule({ rule: 'new', ...when('B', 'C') })],
      { live: [rule({ rule: 'kept', ...when('A') }), rule({ rule: 'old', ...when('C', 'D') })] },
    );
    expect(report).toMatchObject({ matched: 3, matchedLive: 3, newly: 1, noLonger: 1, otherwise: 1 });
    expect(report.differences.map(({ alert, gained, lost }) => [alert, gained, lost])).toEqual([
      ['B', ['new'], []],
      ['C', ['new'], ['old']],
      ['D', [], ['old']],
    ]);
    expect(report.rules.map(({ rule, gained, lost }) => [rule, gained, lost])).toEqual([
      ['kept', 0, 0],
      ['new', 2, 0],
      ['old', 0, 2],
    ]);
  });

  it('lets one of two rules remedy a target, as they would', async () => {
    const { decisions } = await decided([{ after: 0, alerts: [on('n1')] }]);
    const { report } = await tried(decisions, [rule({ guard: {} }), rule({ rule: 'first', priority: 1, guard: {} })]);
    expect(report.rules.map(({ rule, runs, refused }) => [rule, runs, refused.map((one) => one.guardrail)])).toEqual([
      ['first', 1, []],
      ['disk', 0, ['one remedy']],
    ]);
  });

  it('lets a run last as long as it is told, and counts a rule in shadow as if it ran', async () => {
    const { decisions } = await decided([
      { after: 0, alerts: [on('n1')] },
      { after: 120, alerts: [on('n1', 120)] },
    ]);
    const draft = [rule({ mode: 'shadow', guard: {} })];
    const long = await tried(decisions, draft, { runSeconds: 300 });
    expect(long.report.rules[0]).toMatchObject({ runs: 1, refused: [{ guardrail: 'target lock' }] });
    const short = await tried(decisions, draft, { runSeconds: 60 });
    expect(short.report.rules[0]).toMatchObject({ runs: 2, refused: [] });
  });

  it('looks again at what a draft holds, unless it cleared', async () => {
    const { decisions } = await decided([
      { after: 0, alerts: [on('n1'), on('n2')] },
      { after: 60, alerts: [on('n1', 0, { status: 'resolved', endsAt: new Date(noon + 50_000).toISOString() })] },
      { after: 600, alerts: [on('n3', 660)] },
    ]);
    const { report } = await tried(decisions, [rule({ guard: { hold: '2m' } })]);
    expect(report.rules[0]).toMatchObject({ alerts: 3, runs: 1, waiting: 1, busiest: [{ target: 'ec2:n2' }] });
    expect(report.alerts).toBe(3);
  });

  it('of nothing finds nothing', async () => {
    const { report } = await tried([], [rule()]);
    expect(report).toMatchObject({ alerts: 0, matched: 0 });
    expect(report).not.toHaveProperty('from');
  });
});

const guard = fc.record(
  {
    cooldown: fc.constantFrom('1m', '10m'),
    rate: fc.record({ max: fc.integer({ min: 1, max: 3 }), per: fc.constantFrom('5m', '1h') }),
    attempts: fc.record({ max: fc.integer({ min: 1, max: 2 }), per: fc.constantFrom('5m', '1h') }),
    blastRadius: fc.record({ max: fc.integer({ min: 1, max: 2 }), per: fc.constantFrom('5m', '1h') }),
    concurrency: fc.integer({ min: 1, max: 3 }),
    hold: fc.constantFrom('1m', '20m'),
  },
  { requiredKeys: [] },
);
const names = ['A', 'B', 'C'];
const anyRule = fc.record({
  when: fc.oneof(
    fc.subarray(names, { minLength: 1 }).map((name) => ({ name })),
    fc.constant({ labels: { node: [{ prefix: 'n' }] } }),
    fc.constant({ name: [{ 'anything-but': ['A'] }], labels: { env: [{ exists: false }] } }),
  ),
  mode: fc.constantFrom('auto', 'approve', 'plan'),
  priority: fc.integer({ min: 0, max: 2 }),
  continue: fc.boolean(),
  guard,
});
const anyStep = fc.record({
  // Together less than the lease of a lock, which real steps extend.
  after: fc.integer({ min: 1, max: 140 }),
  name: fc.constantFrom(...names),
  node: fc.constantFrom('n1', 'n2', 'n3', ''),
  env: fc.boolean(),
  began: fc.integer({ min: 0, max: 3 }),
  resolved: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

describe('a backtest of the live set over its own decisions', () => {
  it('finds the rules, verdicts and runs that were recorded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRule, { minLength: 1, maxLength: 4 }),
        fc.array(anyStep, { minLength: 1, maxLength: 12 }),
        async (drafts, steps) => {
          const rules = drafts.map((draft, i) => rule({ rule: `r${i}`, ...draft }));
          const sent = steps.map(({ after, name, node, env, began, resolved }) => ({
            after,
            alerts: [
              alert({
                fingerprint: `${name}-${node}`,
                status: resolved ? 'resolved' : 'firing',
                startsAt: new Date(noon + began * 900_000).toISOString(),
                labels: { alertname: name, node, ...(env && { env: 'dev' }) },
              }),
            ],
          }));
          const { world, decisions } = await decided(sent, rules);
          // No run ends in this world, and none in the backtest.
          const { met, report } = await tried(decisions, rules, { runSeconds: 1e9 });
          const recorded = samplesOf(decisions).map(({ decision }) => decisions.find(({ id }) => id === decision)!);
          expect(met.map(({ candidates }) => candidates.map((one) => one.rule))).toEqual(
            recorded.map((one) => one.rules.map((each) => each.rule)),
          );
          expect(met.map(({ live }) => live)).toEqual(recorded.map((one) => one.rules.map((each) => each.rule)));
          expect(report.differences).toEqual([]);
          const results = decisions.flatMap((one) => one.rules);
          for (const told of report.rules) {
            const own = results.filter((each) => each.rule === told.rule).map(({ result }) => result);
            const count = (kind: string) => own.filter((result) => result.kind === kind).length;
            expect([told.rule, told.runs, told.duplicates, told.invalid.count]).toEqual([
              told.rule,
              count('started'),
              count('duplicate'),
              count('invalid'),
            ]);
            const refused = own.flatMap((result) => (result.kind === 'refused' ? [result.guardrail] : []));
            expect(told.refused.flatMap(({ guardrail, count }) => Array(count).fill(guardrail)).sort()).toEqual(
              refused.sort(),
            );
          }
          expect(world.starts).toHaveLength(report.rules.reduce((sum, { runs }) => sum + runs, 0));
        },
      ),
      { numRuns: 200 },
    );
  });
});
