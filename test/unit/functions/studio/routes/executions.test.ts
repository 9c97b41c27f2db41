import { describe, expect, it } from 'vitest';
import { wholeSteps } from '#functions/studio/routes/executions.ts';
import { anApi } from '../ask.ts';
import { decision, ended, manifest, measured, waiting } from '../world.ts';

describe('executions', () => {
  it('are listed by filter, without what only the engine needs', async () => {
    const { ask } = anApi();
    const { json } = await ask('vera', 'GET', '/executions?status=running&limit=5');
    expect(json.items).toEqual([waiting]);
  });

  it('are shown whole: steps that ran, steps to come, asks without their token, alert, decision, who was told', async () => {
    const { ask } = anApi();
    const { json } = await ask('vera', 'GET', '/executions/disk-full-1');
    expect(json.steps.map(({ step, status }: { step: string; status: string }) => [step, status])).toEqual([
      ['measure', 'succeeded'],
      ['prune', 'not begun'],
      ['recovered', 'not begun'],
    ]);
    expect(json.approvals).toMatchObject([{ step: 'prune', quorum: 1 }]);
    expect(JSON.stringify(json)).not.toContain('task-token');
    expect(json).toMatchObject({ decision: decision.id, alert: { name: 'DiskFull' }, told: { slack: {} } });
  });

  it('give the result of a step, also one that is kept elsewhere', async () => {
    const { ask, steps } = anApi();
    steps.push({ ...measured, step: 'big', value: { $pointer: { key: 'results/1', bytes: 99_999, sha256: '1' } } });
    const path = '/executions/disk-full-1/steps';
    expect((await ask('vera', 'GET', `${path}/measure/result`)).json).toEqual({ value: { usedPercent: 93 } });
    expect((await ask('vera', 'GET', `${path}/big/result`)).json).toEqual({ value: { behind: 'results/1' } });
    expect((await ask('vera', 'GET', `${path}/prune/result`)).status).toBe(404);
  });

  it('that are unknown say where to look', async () => {
    const { status, json } = await anApi().ask('vera', 'GET', '/executions/nope');
    expect([status, json.error.code]).toEqual([404, 'unknown']);
    expect(json.error.cure).toContain('executions list');
  });

  it('are cancelled by operators, with who and why, and audited', async () => {
    const { ask, seen } = anApi();
    expect((await ask('olaf', 'POST', '/executions/disk-full-1/cancel', { reason: 'wrong node' })).status).toBe(200);
    expect(seen.stopped).toEqual([{ execution: 'disk-full-1', why: 'cancelled by olaf: wrong node' }]);
    const { json } = await ask('vera', 'GET', '/executions/disk-full-1');
    expect(json.deeds).toMatchObject([{ by: 'olaf', what: 'cancelled', details: { reason: 'wrong node' } }]);
  });

  it('that have ended are not cancelled', async () => {
    const { ask, seen } = anApi();
    expect((await ask('olaf', 'POST', `/executions/${ended.execution}/cancel`, {})).status).toBe(409);
    expect([seen.stopped, seen.audit]).toEqual([[], []]);
  });
});

describe('steps of an execution', () => {
  it('are those that ran, in their order, where the version is gone', () => {
    const later = { ...measured, step: 'prune', at: '2026-11-21T11:59:09.000Z' };
    expect(wholeSteps([later, measured], undefined).map(({ step }) => step)).toEqual(['measure', 'prune']);
  });

  it('are all to come where none ran', () => {
    expect(wholeSteps([], manifest).every(({ status }) => status === 'not begun')).toBe(true);
  });
});
