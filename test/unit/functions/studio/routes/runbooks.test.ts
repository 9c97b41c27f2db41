import { describe, expect, it } from 'vitest';
import { anApi } from '../ask.ts';
import { digest, manifest } from '../world.ts';

const key = 'a-key-of-mine';
const run = { params: { instance: 'i-1' }, mode: 'auto', idempotencyKey: key };

describe('runbooks', () => {
  it('are listed and shown with versions and last runs', async () => {
    const { ask } = anApi();
    expect((await ask('vera', 'GET', '/runbooks')).json.items).toMatchObject([
      { runbook: 'clear-disk', owner: 'cloud-infra', remediates: true, release: { digest } },
    ]);
    const { json } = await ask('vera', 'GET', '/runbooks/clear-disk');
    expect(json).toMatchObject({ manifest, versions: [{ digest }], release: { digest } });
    expect(json.lastRuns).toHaveLength(2);
    expect((await ask('vera', 'GET', '/runbooks/nope')).status).toBe(404);
  });

  it('run by hand with defaults, target, lock and the person as the cause', async () => {
    const { ask, seen, executions } = anApi();
    const { json } = await ask('olaf', 'POST', '/runbooks/clear-disk/runs', run);
    expect(json).toMatchObject({ digest, target: 'ec2:i-1', started: true });
    const input = {
      execution: json.execution,
      runbook: 'clear-disk',
      digest,
      mode: 'auto',
      params: { instance: 'i-1', limit: 80 },
      cause: { person: 'olaf' },
      target: 'ec2:i-1',
      fence: 7,
    };
    expect(seen.started).toEqual([{ runbook: 'clear-disk', execution: json.execution, input }]);
    expect(executions.get(json.execution)).toMatchObject({ ...input, status: 'running' });
    expect(seen.audit).toMatchObject([{ what: 'ran', subject: `execution#${json.execution}` }]);
  });

  it('run once for one key, and again for another', async () => {
    const { ask, seen } = anApi();
    const path = '/runbooks/clear-disk/runs';
    const first = await ask('olaf', 'POST', path, run);
    const again = await ask('olaf', 'POST', path, run);
    expect(again.json).toMatchObject({ execution: first.json.execution, started: false });
    await ask('olaf', 'POST', path, { ...run, mode: 'plan', idempotencyKey: 'another-key' });
    expect(seen.started).toHaveLength(2);
  });

  it('do not take a key for another run', async () => {
    const { ask } = anApi();
    await ask('olaf', 'POST', '/runbooks/clear-disk/runs', run);
    const other = { ...run, params: { instance: 'i-2' } };
    expect((await ask('olaf', 'POST', '/runbooks/clear-disk/runs', other)).json.error.code).toBe('key used');
  });

  it('tell every parameter that is wrong', async () => {
    const { ask, seen } = anApi();
    const wrong = { ...run, params: { limit: 'much', instnce: 'i-1' } };
    const { status, json } = await ask('olaf', 'POST', '/runbooks/clear-disk/runs', wrong);
    expect(status).toBe(400);
    expect(json.error.faults.map(({ path }: { path: string }) => path).sort()).toEqual([
      'instance',
      'instnce',
      'limit',
    ]);
    expect(seen.started).toEqual([]);
  });

  it('do not run on a target that another execution holds, and leave no claim behind', async () => {
    const { ask, seen } = anApi();
    const locked = { ...run, params: { instance: 'i-locked' } };
    const path = '/runbooks/clear-disk/runs';
    for (const _ of [1, 2]) {
      const { status, json } = await ask('olaf', 'POST', path, locked);
      expect([status, json.error.code]).toEqual([409, 'locked']);
    }
    expect(seen.started).toEqual([]);
    expect((await ask('olaf', 'POST', path, { ...locked, mode: 'plan', idempotencyKey: 'plan-key' })).status).toBe(200);
  });

  it.each([{ kind: 'everything' }, { kind: 'runbook', name: 'clear-disk' }, { kind: 'target', name: 'ec2:i-1' }])(
    'do not run while $kind is switched off',
    async (scope) => {
      const { ask, seen } = anApi();
      await ask('olaf', 'PUT', '/switches', { scope, off: true, reason: 'maintenance' });
      const { json } = await ask('olaf', 'POST', '/runbooks/clear-disk/runs', run);
      expect(json.error).toMatchObject({ code: 'switched off', message: expect.stringContaining('maintenance') });
      expect(seen.started).toEqual([]);
    },
  );

  it('that change things run for their team only; anybody who operates may plan', async () => {
    const { ask } = anApi();
    expect((await ask('otto', 'POST', '/runbooks/clear-disk/runs', run)).status).toBe(403);
    expect((await ask('otto', 'POST', '/runbooks/clear-disk/runs', { ...run, mode: 'plan' })).status).toBe(200);
  });

  it('need an idempotency key', async () => {
    const { idempotencyKey: _, ...without } = run;
    expect((await anApi().ask('olaf', 'POST', '/runbooks/clear-disk/runs', without)).status).toBe(400);
  });
});
