import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { type Monitoring, missingPrograms, monitoring } from './monitoring.ts';
import { aWorld, type LocalWorld } from './world.ts';

const corpus = new URL('../../../shared/corpus/alert-names.json', import.meta.url);
const missing = missingPrograms();
const cannot = !process.env.CI && (missing.length > 0 || !existsSync(corpus));
if (cannot) console.warn(`Skipped: needs ${corpus.pathname}, prometheus and prometheus-alertmanager`);

interface Real {
  alertname: string;
  labels: Record<string, string>;
  group: string;
}

/** So many real alerting rules, of all origins, each name once. */
const realRules = (count: number): Real[] => {
  const all = JSON.parse(readFileSync(corpus, 'utf8')) as Real[];
  const named = [...new Map(all.map((each) => [each.alertname, each])).values()];
  return Array.from({ length: count }, (_, i) => named[Math.floor((i * named.length) / count)]!);
};

/** Rules for Wolfe, each with what it means, said once more without the pattern language. */
const rules: { rule: string; when: object; takes(alert: Real): boolean }[] = [
  {
    rule: 'critical',
    when: { labels: { severity: ['critical'] } },
    takes: ({ labels }) => labels.severity === 'critical',
  },
  { rule: 'kube', when: { name: [{ prefix: 'Kube' }] }, takes: ({ alertname }) => alertname.startsWith('Kube') },
  { rule: 'down', when: { name: [{ suffix: 'Down' }] }, takes: ({ alertname }) => alertname.endsWith('Down') },
  {
    rule: 'high and not critical',
    when: { name: [{ wildcard: '*High*' }], labels: { severity: [{ 'anything-but': ['critical'] }] } },
    takes: ({ alertname, labels }) => alertname.includes('High') && labels.severity !== 'critical',
  },
];

describe.skipIf(cannot)('500 real alerting rules that fire in groups and clear', () => {
  const real = cannot ? [] : realRules(500);
  let world: LocalWorld;
  let monitors: Monitoring;

  beforeAll(async () => {
    world = await aWorld();
    const files = rules.map(({ rule, when }) => ({
      file: `${rule}.yaml`,
      text: JSON.stringify({
        rule,
        owner: 'cloud-infra',
        mode: 'shadow',
        when: { ...when, status: ['firing'] },
        run: 'jenkins-job',
        with: { job: 'DockerPruneNode', parameters: { NODE: '{% name %}', CLUSTER: 'c', REGION: 'r' } },
      }),
    }));
    await world.api('applyRules', { body: { files } });
    monitors = await monitoring(
      real.map(({ alertname, labels, group }, i) => ({
        alert: alertname,
        series: `real{rule="${i}"}`,
        labels: { ...labels, group },
      })),
      { url: `${world.url}/v1/alerts/alertmanager`, token: world.ingestToken },
      { peerTimeout: '1s', groupBy: ['group'], groupWait: '1s' },
    );
  });
  afterAll(async () => {
    await monitors?.stop();
    await world?.stop();
  });

  const fires = (numbers: number[], value: 0 | 1) => {
    for (const i of numbers) monitors.set('real', { rule: String(i) }, value);
  };
  const decisions = async (): Promise<Decision[]> => {
    const all: Decision[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.api('listDecisions', { query: { limit: 200, ...(cursor && { cursor }) } });
      all.push(...page.items);
      cursor = page.cursor;
    } while (cursor);
    return all;
  };
  const namesOf = (all: Decision[], status: string) =>
    new Set(all.filter(({ alert }) => alert?.status === status).map(({ alert }) => alert?.name));
  const numbers = real.map((_, i) => i);
  const late = numbers.filter((i) => i % 10 === 9);
  const cleared = numbers.filter((i) => i % 10 < 3);
  let all: Decision[];

  it('are all decided, and so is each end, with firing and cleared ones in the same groups', async () => {
    fires(
      numbers.filter((i) => !late.includes(i)),
      1,
    );
    await world.eventually('a decision on each that fires', async () =>
      namesOf(await decisions(), 'firing').size >= 450 ? true : undefined,
    );
    fires(cleared, 0);
    fires(late, 1);
    all = await world.eventually('a decision on each that fires late or has cleared', async () => {
      const found = await decisions();
      return namesOf(found, 'firing').size >= 500 && namesOf(found, 'resolved').size >= 150 ? found : undefined;
    });
    expect(namesOf(all, 'firing')).toEqual(new Set(real.map(({ alertname }) => alertname)));
    expect(namesOf(all, 'resolved')).toEqual(new Set(cleared.map((i) => real[i]!.alertname)));
    expect(all.every(({ alert }) => alert !== undefined)).toBe(true);
  });

  it('match the rules that they should, and no others', () => {
    const truth = new Map(
      real.map((one) => [one.alertname, rules.filter(({ takes }) => takes(one)).map(({ rule }) => rule)]),
    );
    const wrong = all
      .filter(({ alert }) => alert?.status === 'firing')
      .map(({ alert, kind, rules: asked }) => ({
        name: alert!.name,
        got: [kind, ...asked.map(({ rule }) => rule).sort()],
        wanted: [truth.get(alert!.name)!.length > 0 ? 'shadow' : 'unmatched', ...truth.get(alert!.name)!.toSorted()],
      }))
      .filter(({ got, wanted }) => got.join() !== wanted.join());
    expect(wrong).toEqual([]);
    expect(new Set([...truth.values()].flat()).size).toBe(rules.length);
  });

  it('have one episode each, which ends as the one that began', () => {
    const episodes = new Map<string, Set<string>>();
    for (const { alert, episode } of all)
      episodes.set(alert!.name, (episodes.get(alert!.name) ?? new Set()).add(episode!));
    expect([...episodes].filter(([, of]) => of.size !== 1)).toEqual([]);
    expect(new Set([...episodes.values()].flatMap((of) => [...of])).size).toBe(500);
    expect(all.filter(({ alert }) => alert?.status === 'resolved').every(({ kind }) => kind === 'resolved')).toBe(true);
  });
});
