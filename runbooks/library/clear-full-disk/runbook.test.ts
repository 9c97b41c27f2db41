import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rehearse } from '../../sdk/kit.ts';
import clearFullDisk from './runbook.ts';

const params = { instance: 'i-0abc', path: '/var/lib/docker' };

/** A machine that is so full at each look, the last for ever. */
const aHost = (...percents: number[]) => ({
  measure: async () => {
    const usedPercent = percents.length > 1 ? percents.shift()! : percents[0]!;
    return { usedBytes: usedPercent * 10, capacityBytes: 1000, usedPercent };
  },
  run: async () => ({ freedBytes: 500, removed: 12 }),
});

describe('clear-full-disk', () => {
  it('prunes, lets it settle and sees that it helped', async () => {
    const { story, calls } = await rehearse(clearFullDisk, { params, systems: { host: aHost(93, 41) } });
    expect(story).toEqual([
      '0s measure: done',
      '0s false positive: no',
      '0s prune: done',
      '0s settle: 1m',
      '1m recovered: yes',
      '1m effective',
    ]);
    expect(calls.map(({ verb, args }) => [verb, ...args])).toEqual([
      ['measure', 'i-0abc', 'disk-usage', { path: '/var/lib/docker' }],
      ['run', 'i-0abc', 'docker-prune', { path: '/var/lib/docker', minutes: 60 }],
      ['measure', 'i-0abc', 'disk-usage', { path: '/var/lib/docker' }],
    ]);
  });

  it('leaves a machine alone that is not full', async () => {
    const { outcome, calls } = await rehearse(clearFullDisk, { params, systems: { host: aHost(41) } });
    expect(outcome).toEqual({ kind: 'nothing to do', reason: 'false positive' });
    expect(calls.map(({ verb }) => verb)).toEqual(['measure']);
  });

  it('is ineffective when the disk is as full as before', async () => {
    const { outcome } = await rehearse(clearFullDisk, { params, systems: { host: aHost(93) } });
    expect(outcome).toEqual({ kind: 'ineffective', step: 'recovered' });
  });

  it('shows what it would run before people approve', async () => {
    const host = aHost(93, 41);
    const { plan, story } = await rehearse(clearFullDisk, {
      params: { ...params, minutes: 5 },
      mode: 'approve',
      answers: [{ by: 'ann', after: '5m' }],
      systems: { host },
    });
    expect(plan?.steps).toEqual([
      {
        step: 'prune',
        kind: 'remediate',
        calls: [
          { system: 'bolt', verb: 'run', args: ['i-0abc', 'docker-prune', { path: '/var/lib/docker', minutes: 5 }] },
        ],
      },
      { step: 'settle', kind: 'wait', calls: [] },
      { step: 'recovered', kind: 'verify', calls: [] },
    ]);
    expect(story.slice(2, 5)).toEqual(['0s prune: asks one person', '5m prune: approved by ann', '5m prune: done']);
  });

  it('refuses the hostile labels of the sample before it asks any machine', async () => {
    const sample = new URL('./alerts/hostile-labels.json', import.meta.url);
    const { labels } = JSON.parse(readFileSync(sample, 'utf8')).alerts[0];
    const { error, calls } = await rehearse(clearFullDisk, {
      params: { instance: labels.instance, path: labels.mountpoint },
      systems: { host: aHost(93) },
    });
    expect(error?.message).toContain('The parameters do not fit runbook clear-full-disk: instance: ');
    expect(calls).toEqual([]);
  });

  it('does not take the answer of an unknown script for a measurement', async () => {
    const host = { ...aHost(93), measure: async () => ({ percent: '93' }) };
    const { error } = await rehearse(clearFullDisk, { params, systems: { host } });
    expect(error).toEqual({
      name: 'TerminalError',
      message: 'The script disk-usage printed something else: {"percent":"93"}',
    });
  });
});
