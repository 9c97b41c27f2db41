import { describe, expect, it } from 'vitest';
import { anApi } from '../ask.ts';
import { planDigest } from '../world.ts';

const path = '/approvals/disk-full-1/prune';

describe('asks for approval', () => {
  it('are listed with whose they are to answer, and without their token', async () => {
    const { ask } = anApi();
    const [olaf, otto] = [await ask('olaf', 'GET', '/approvals'), await ask('otto', 'GET', '/approvals')];
    expect(olaf.json.items).toMatchObject([{ execution: 'disk-full-1', runbook: 'clear-disk', mine: true }]);
    expect(otto.json.items).toMatchObject([{ mine: false }]);
    expect(JSON.stringify(olaf.json)).not.toContain('task-token');
  });

  it('are approved by an operator of the team, for the plan that they saw', async () => {
    const { ask, seen } = anApi();
    expect((await ask('olaf', 'POST', path, { approved: true, planDigest })).json).toEqual({ state: 'approved' });
    expect(seen.replies).toEqual([{ token: 'task-token-of-the-engine', output: { approved: true, by: ['olaf'] } }]);
    expect(seen.audit).toMatchObject([{ by: 'olaf', what: 'approved', subject: 'execution#disk-full-1' }]);
  });

  it.each([
    ['another plan', { approved: true, planDigest: 'f'.repeat(64) }],
    ['no plan', { approved: true }],
  ])('are not approved for %s', async (_what, body) => {
    const { ask, seen } = anApi();
    const { status, json } = await ask('olaf', 'POST', path, body);
    expect([status, json.error.code]).toEqual([409, 'another plan']);
    expect([seen.replies, seen.audit]).toEqual([[], []]);
  });

  it('are denied without a plan in view, and only once', async () => {
    const { ask } = anApi();
    expect((await ask('olaf', 'POST', path, { approved: false, reason: 'too late' })).json.state).toBe('denied');
    expect((await ask('ada', 'POST', path, { approved: true, planDigest })).json.error).toMatchObject({
      code: 'already decided',
      message: expect.stringContaining('denied by olaf'),
    });
  });

  it('are not for operators of other teams, who are told whose they are', async () => {
    const { ask, seen } = anApi();
    const { status, json } = await ask('otto', 'POST', path, { approved: true, planDigest });
    expect([status, json.error.message]).toEqual([403, expect.stringContaining('belongs to cloud-infra')]);
    expect(seen.replies).toEqual([]);
  });

  it('that are unknown are not found', async () => {
    const body = { approved: true };
    expect((await anApi().ask('ada', 'POST', '/approvals/disk-full-1/nope', body)).status).toBe(404);
  });
});
