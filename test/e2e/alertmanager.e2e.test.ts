import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { type Monitoring, missingPrograms, monitoring } from './monitoring.ts';
import { aWorld, type LocalWorld } from './world.ts';

const missing = missingPrograms();
const cannot = missing.length > 0 && !process.env.CI;
if (cannot) console.warn(`Skipped: ${missing.join(' and ')} not installed; apt-get install ${missing.join(' ')}`);

const node = { node: 'ip-10-0-3-17.example', cluster: 'staging-1', region: 'eu-west-1' };

describe.skipIf(cannot)('a real Prometheus with two clustered Alertmanagers', () => {
  let world: LocalWorld;
  let monitors: Monitoring;

  beforeAll(async () => {
    world = await aWorld();
    monitors = await monitoring(
      [{ alert: 'NodeDiskPressure', series: 'node_disk_pressure', labels: { env: 'staging', severity: 'warning' } }],
      { url: `${world.url}/v1/alerts/alertmanager`, token: world.ingestToken },
    );
  });
  afterAll(async () => {
    await monitors?.stop();
    await world?.stop();
  });

  const decisions = async (): Promise<Decision[]> => (await world.api('listDecisions', { query: { limit: 50 } })).items;
  const ofKinds = (kinds: string[]) => async () => {
    const found = await decisions();
    return found.length >= kinds.length ? found : undefined;
  };

  it('both deliver, and the rule runs once, has its effect, and is told', async () => {
    monitors.set('node_disk_pressure', node, 1);
    const both = await world.eventually('two deliveries', ofKinds(['started', 'duplicate']));
    expect(both.map(({ kind }) => kind).sort()).toEqual(['duplicate', 'started']);
    const started = both.find(({ kind }) => kind === 'started')!;
    const duplicate = both.find(({ kind }) => kind === 'duplicate')!;
    expect(duplicate.episode).toBe(started.episode);

    const [ran] = started.rules;
    if (ran?.result.kind !== 'started') throw new Error(`It did not start: ${started.reason}`);
    expect(duplicate.rules[0]?.result).toMatchObject({ kind: 'duplicate', execution: ran.result.execution });

    const whole = await world.ended(ran.result.execution);
    expect(whole.execution).toMatchObject({
      status: 'succeeded',
      outcome: { kind: 'effective' },
      alert: 'NodeDiskPressure',
    });
    expect(world.effects()).toMatchObject([{ build: 1, NODE: node.node, CLUSTER: node.cluster, REGION: node.region }]);
    const told = await world.eventually('a Slack message and a Jira issue', async () => {
      const { told } = await world.api('showExecution', { execution: whole.execution.execution });
      return Object.keys(told).length >= 2 ? told : undefined;
    });
    expect(told).toMatchObject({
      slack: { ref: expect.any(String) },
      jira: { ref: expect.stringMatching(/^INFRA-\d+$/) },
    });
  });

  it('tell that it has resolved, and nothing runs again', async () => {
    monitors.set('node_disk_pressure', node, 0);
    const all = await world.eventually('both resolves', ofKinds(['started', 'duplicate', 'resolved', 'resolved']));
    expect(all.map(({ kind }) => kind).sort()).toEqual(['duplicate', 'resolved', 'resolved', 'started']);
    const { items } = await world.api('listExecutions', { query: { limit: 10 } });
    expect(items).toHaveLength(1);
    expect(items[0]?.clearedAt).toBeDefined();
    expect(world.effects()).toHaveLength(1);
  });
});
