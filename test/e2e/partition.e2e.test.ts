import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { type Monitoring, missingPrograms, monitoring } from './monitoring.ts';
import { aWorld, type LocalWorld } from './world.ts';

const missing = missingPrograms();
const cannot = missing.length > 0 && !process.env.CI;
if (cannot) console.warn(`Skipped: ${missing.join(' and ')} not installed; apt-get install ${missing.join(' ')}`);

const node = (name: string) => ({ node: name, cluster: 'staging-1', region: 'eu-west-1' });

describe.skipIf(cannot)('two Alertmanagers that lose sight of each other', () => {
  let world: LocalWorld;
  let monitors: Monitoring;

  beforeAll(async () => {
    world = await aWorld();
    monitors = await monitoring(
      [{ alert: 'NodeDiskPressure', series: 'node_disk_pressure', labels: { env: 'staging', severity: 'warning' } }],
      { url: `${world.url}/v1/alerts/alertmanager`, token: world.ingestToken },
      { peerTimeout: '2s' },
    );
  });
  afterAll(async () => {
    await monitors?.stop();
    await world?.stop();
  });

  const decisionsOn = async (name: string): Promise<Decision[]> => {
    const { items } = await world.api('listDecisions', { query: { limit: 50 } });
    return items.filter(({ alert }) => alert?.labels.node === name);
  };
  const kinds = async (name: string, count: number): Promise<string[]> => {
    const found = await world.eventually(`${count} decisions on ${name}`, async () => {
      const all = await decisionsOn(name);
      return all.length >= count ? all : undefined;
    });
    return found.map(({ kind }) => kind).sort();
  };
  const ran = (name: string) => world.effects().filter(({ NODE }) => NODE === name).length;
  /** Waits until what was started for a node has ended. */
  const ended = async (name: string) => {
    const started = (await decisionsOn(name)).find(({ kind }) => kind === 'started');
    const result = started?.rules[0]?.result;
    if (result?.kind === 'started') await world.ended(result.execution);
  };

  it('deliver once while they see each other', async () => {
    monitors.set('node_disk_pressure', node('before'), 1);
    expect(await kinds('before', 1)).toEqual(['started']);
    await ended('before');
    expect(ran('before')).toBe(1);
  });

  it('both deliver while they do not, and it runs once', async () => {
    await monitors.partition();
    monitors.set('node_disk_pressure', node('during'), 1);
    expect(await kinds('during', 2)).toEqual(['duplicate', 'started']);
    await ended('during');
    expect(ran('during')).toBe(1);
  });

  it('start nothing again once they are joined, whoever tells of the end', async () => {
    await monitors.heal();
    monitors.set('node_disk_pressure', node('after'), 1);
    expect((await kinds('after', 1))[0]).toBe('started');
    monitors.set('node_disk_pressure', node('before'), 0);
    monitors.set('node_disk_pressure', node('during'), 0);
    await world.eventually('both ends', async () => {
      const ends = [...(await decisionsOn('before')), ...(await decisionsOn('during'))];
      return ends.filter(({ kind }) => kind === 'resolved').length >= 2 ? ends : undefined;
    });
    await ended('after');
    const all = (await world.api('listDecisions', { query: { limit: 50 } })).items;
    expect(all.filter(({ kind }) => kind === 'started')).toHaveLength(3);
    expect(all.every(({ kind }) => ['started', 'duplicate', 'resolved'].includes(kind))).toBe(true);
    expect(world.effects().map(({ NODE }) => NODE)).toEqual(['before', 'during', 'after']);
    const { items } = await world.api('listExecutions', { query: { limit: 10 } });
    expect(items.filter(({ clearedAt }) => clearedAt !== undefined)).toHaveLength(2);
  });
});
