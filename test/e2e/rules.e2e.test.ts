import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { runWolfe } from '#test/unit/infra/cli/run-wolfe.ts';
import { aWorld, type LocalWorld } from './world.ts';

const rule = (fields: object = {}) => ({
  rule: 'prune',
  owner: 'cloud-infra',
  mode: 'plan',
  when: { name: ['DiskFilling'], status: ['firing'], labels: { env: ['dev'] } },
  run: 'jenkins-job',
  with: { job: 'DockerPruneNode', parameters: { NODE: '{% labels.node %}', CLUSTER: 'c', REGION: 'r' } },
  ...fields,
});
const alert = (node: string, fields: object = {}) => ({
  name: 'DiskFilling',
  status: 'firing',
  labels: { env: 'dev', node },
  startsAt: new Date().toISOString(),
  ...fields,
});

describe('rules in a local world', () => {
  let world: LocalWorld;
  let cwd: string;
  beforeAll(async () => {
    world = await aWorld();
    cwd = mkdtempSync(join(tmpdir(), 'wolfe-rules-'));
  });
  afterAll(async () => {
    rmSync(cwd, { recursive: true });
    await world.stop();
  });
  const wolfe = (...args: string[]) => runWolfe(args, { cwd, env: { WOLFE_URL: world.url, WOLFE_TOKEN: world.token } });
  const write = (name: string, content: unknown): string => {
    writeFileSync(join(cwd, name), JSON.stringify(content));
    return name;
  };
  /** Applies a set, and waits until it is the one that is asked. */
  const apply = async (...rules: object[]) => {
    const { code, out } = await wolfe('--json', 'rules', 'apply', write('applied.json', rules));
    expect(code).toBe(0);
    const { version } = JSON.parse(out) as { version: number };
    await world.eventually(`a decision by set ${version}`, async () => {
      const response = await world.post('plain', { name: 'Probe', status: 'firing' });
      const { ids } = (await response.json()) as { ids: string[] };
      const [decision] = await world.eventually('a decision on the probe', async () => {
        const { items } = await world.api('listDecisions', { query: { message: ids[0] } });
        return items.length > 0 ? items : undefined;
      });
      return decision?.ruleSet === version || undefined;
    });
  };
  /** The decisions on a node's alerts, oldest first, once there are so many. */
  const decisions = (node: string, count: number): Promise<Decision[]> =>
    world.eventually(`${count} decisions on ${node}`, async () => {
      const { items } = await world.api('listDecisions', { query: { limit: 200 } });
      const found = items.filter(({ alert }) => alert?.labels.node === node);
      return found.length >= count ? found.reverse() : undefined;
    });

  it('are written, put right, seen to match, tried on the past, applied and rolled back', async () => {
    await world.post('plain', alert('walk'));
    await decisions('walk', 1);
    const wrong = await wolfe(
      'rules',
      'check',
      '--live',
      write('draft.json', [rule({ run: 'jenkins-jbo', mode: 'go' })]),
    );
    expect(wrong.code).toBe(2);
    expect(wrong.out).toMatch(/run {2}there is no runbook jenkins-jbo\. Did you mean jenkins-job\?/);
    expect(wrong.out).toMatch(/2 faults\n$/);
    const refused = await wolfe('rules', 'apply', 'draft.json');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('Nothing was applied')]);

    write('draft.json', [rule()]);
    expect((await wolfe('rules', 'check', '--live', 'draft.json')).out).toBe('1 rule, no fault\n');
    const why = await wolfe('rules', 'explain', '--alert', write('alert.json', alert('walk')), '--file', 'draft.json');
    expect([why.code, why.out]).toEqual([0, expect.stringContaining('matches  prune')]);

    const tried = await wolfe('rules', 'backtest', '--since', '1h', '--file', 'draft.json');
    expect([tried.code, tried.err]).toEqual([0, '']);
    expect(tried.out).toMatch(/^prune +plan +1 +\+1 +1 /m);
    expect(tried.out).toContain('1 alert newly matched, 0 no longer, 0 by other rules:\n  DiskFilling: +prune');
    expect((await wolfe('rules', 'unmatched')).out).toMatch(/^DiskFilling +1 +1 +1 /m);

    const before = await wolfe('--json', 'rules', 'list');
    expect((await wolfe('rules', 'diff', 'draft.json')).code).toBe(1);
    await apply(rule());
    expect((await wolfe('rules', 'diff', 'draft.json')).code).toBe(0);
    await world.post('plain', alert('walked'));
    expect((await decisions('walked', 1))[0]).toMatchObject({ kind: 'started', rules: [{ rule: 'prune' }] });
    expect((await wolfe('rules', 'rollback')).code).toBe(0);
    expect((await wolfe('--json', 'rules', 'list')).out).toBe(before.out);
  });

  it('hold an alert, which comes back by itself', async () => {
    await apply(rule({ guard: { hold: '2s' } }));
    await world.post('plain', alert('held'));
    const [first, second] = await decisions('held', 2);
    expect(first).toMatchObject({ kind: 'refused', rules: [{ result: { guardrail: 'hold' } }] });
    expect(second).toMatchObject({ kind: 'started', seenAt: first?.receivedAt });
  });

  it('leave an alert alone that cleared while they held it', async () => {
    await apply(rule({ guard: { hold: '3s' } }));
    const firing = alert('cleared');
    await world.post('plain', firing);
    await decisions('cleared', 1);
    await world.post('plain', { ...firing, status: 'resolved', endsAt: new Date().toISOString() });
    const found = await decisions('cleared', 3);
    expect(found.map(({ kind }) => kind)).toEqual(['refused', 'resolved', 'refused']);
    expect(found[2]?.reason).toMatch(/refused by hold: it cleared at .* and must fire for 3s/);
  });

  it('keep their limits in a storm', async () => {
    await apply(rule({ rule: 'storm', guard: { rate: { max: 3, per: '1h' } } }));
    await Promise.all(Array.from({ length: 20 }, (_, i) => world.post('plain', alert(`storm-${i}`))));
    const found = await Promise.all(Array.from({ length: 20 }, (_, i) => decisions(`storm-${i}`, 1)));
    const results = found.map(([decision]) => decision!.rules[0]!.result);
    expect(results.filter(({ kind }) => kind === 'started')).toHaveLength(3);
    expect(results.filter((result) => 'guardrail' in result && result.guardrail === 'rate')).toHaveLength(17);
  });

  it('count a run as ended when it has', async () => {
    await apply(rule({ rule: 'single', guard: { concurrency: 1 } }));
    await world.post('plain', alert('single-1'));
    const [first] = await decisions('single-1', 1);
    const { result } = first!.rules[0]!;
    if (result.kind !== 'started') throw new Error(first!.reason);
    await world.ended(result.execution);
    // Its end is told to the ledger just after it is written down.
    await world.eventually('word to people', async () => {
      const { items } = await world.api('listExecutions', { query: { rule: 'single', limit: 10 } });
      return items[0]?.endedAt;
    });
    const again = await world.eventually('a run of the next', async () => {
      await world.post('plain', alert('single-2'));
      const { items } = await world.api('listDecisions', { query: { rule: 'single', kind: 'started', limit: 10 } });
      return items.length > 1 ? items : undefined;
    });
    expect(again[0]?.alert?.labels.node).toBe('single-2');
  });
});
