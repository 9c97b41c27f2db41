import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { aWorld, type LocalWorld } from './world.ts';

const library = join(import.meta.dirname, '../../runbooks/library');

describe('clear-full-disk on a real folder', () => {
  let world: LocalWorld;
  let scratch: string;

  beforeAll(async () => {
    world = await aWorld();
    scratch = join(world.data, 'scratch', 'data');
    mkdirSync(scratch);
    writeFileSync(join(scratch, '.prunable'), '');
    writeFileSync(join(scratch, 'old.log'), Buffer.alloc(900_000));
    writeFileSync(join(world.data, 'scratch', 'outside'), 'stays');
    const rule = parse(readFileSync(join(library, 'clear-full-disk/rule.yaml'), 'utf8'));
    rule.with = { ...rule.with, capacity: 1_000_000, minutes: 0 };
    const files = [{ file: 'rule.yaml', text: stringify(rule) }];
    await world.api('applyRules', { body: { files } });
  });
  afterAll(() => world?.stop());

  it('waits for a person with its plan, then prunes, and sees that it helped', async () => {
    const response = await world.post('plain', {
      name: 'InstanceDiskFull',
      status: 'firing',
      labels: { instance: 'i-0abc', mountpoint: scratch, note: '$(touch x)' },
      startsAt: new Date(Date.now() - 600_000).toISOString(),
    });
    expect(response.status).toBe(202);
    const ask = await world.eventually('an ask', async () => (await world.api('listApprovals', {})).items[0]);
    expect(ask.plan?.steps).toMatchObject([
      { step: 'prune', calls: [{ system: 'bolt', verb: 'run', args: ['i-0abc', 'docker-prune', { path: scratch }] }] },
      { step: 'settle' },
      { step: 'recovered' },
    ]);
    expect(readdirSync(scratch)).toContain('old.log');

    const { execution, step } = ask;
    await world.api('answerApproval', { execution, step, body: { approved: true, planDigest: ask.plan?.digest } });
    const pruned = await world.eventually('a pruned folder', () =>
      readdirSync(scratch).includes('old.log') ? undefined : readdirSync(scratch),
    );
    expect(pruned).toEqual(['.prunable']);
    expect(readdirSync(join(world.data, 'scratch')).sort()).toEqual(['data', 'outside']);
    // The runbook itself waits for a minute before it looks again.
    const ended = await world.ended(execution);
    expect(ended.execution).toMatchObject({ status: 'succeeded', outcome: { kind: 'effective', step: 'recovered' } });
  });
});
