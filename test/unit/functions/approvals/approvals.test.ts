import { beforeEach, describe, expect, it } from 'vitest';
import { type Answer, answer } from '#functions/approvals/answer.ts';
import { approvals } from '#functions/approvals/approvals.ts';
import { keeper } from '#functions/keeper/keeper.ts';
import type { ApprovalCall, Plan } from '#runbooks/sdk/wire.ts';
import { everyKill } from '#test/contract/fakes/crash.ts';
import { aWorld, execution } from '../recorder/world.ts';

const plan: Plan = {
  digest: 'p'.repeat(64),
  steps: [
    {
      step: 'build',
      kind: 'remediate',
      calls: [{ system: 'jenkins', verb: 'build', args: ['DockerPrune', { N: '<n1>' }] }],
    },
    { step: 'recovered', kind: 'verify', calls: [], open: 'depends on “build”' },
  ],
};

const call = (more: Partial<ApprovalCall> = {}): ApprovalCall => ({
  token: 'token of disk-1',
  step: 'build',
  entered: '2026-11-20T12:00:00.000Z',
  timeoutSeconds: 3600,
  quorum: 1,
  state: {
    execution: 'disk-1',
    runbook: 'jenkins-job',
    digest: 'd'.repeat(64),
    mode: 'approve',
    params: {},
    cause: { decision: 'd1' },
    plan,
  },
  ...more,
});

let made: ReturnType<typeof aWorld>;
const failures: unknown[] = [];
beforeEach(async () => {
  made = aWorld();
  failures.length = 0;
  await made.running();
});
const asks = (more?: Partial<ApprovalCall>) => approvals(made.world, (error) => failures.push(error))(call(more));
const answers = (more: Partial<Answer> = {}) =>
  answer(made.world)({
    execution: 'disk-1',
    step: 'build',
    by: 'ann',
    approved: true,
    planDigest: plan.digest,
    ...more,
  });
const run = () => made.machines.describe('jenkins-job', 'disk-1');
const open = async () => (await made.unfinished()).asks;

describe('an ask', () => {
  it('is kept with its plan and expiry, and people are told where to answer', async () => {
    await asks();
    expect(await made.history.approval('disk-1', 'build')).toEqual({
      execution: 'disk-1',
      step: 'build',
      token: 'token of disk-1',
      plan,
      quorum: 1,
      askedAt: '2026-11-20T12:00:00.000Z',
      expiresAt: '2026-11-20T13:00:00.000Z',
      votes: [],
    });
    const [message] = made.people.posts;
    expect(message).toMatchObject({
      channel: '#ops',
      text: 'NodeDiskPressure: jenkins-job: waits for approval of “build”',
    });
    const texts = (message?.blocks ?? []).map((block) => (block as { text?: { text: string } }).text?.text);
    expect(texts.slice(1, 3)).toEqual([
      '*Would be done (plan pppppppppppp)*\n' +
        '• build (remediate)\n• build: jenkins.build("DockerPrune", {"N":"&lt;n1&gt;"})\n' +
        '• recovered (verify): depends on “build”',
      'Approve or deny until 2026-11-20T13:00:00.000Z, in <https://wolfe.example/executions/disk-1|Studio> or with\n' +
        '`npx wolfe approve disk-1` or `npx wolfe deny disk-1`',
    ]);
  });

  it('is told once, however often it is delivered', async () => {
    await asks();
    await asks();
    expect(made.people.posts).toHaveLength(1);
  });

  it('stays open when people could not be told, and the keeper tells them', async () => {
    made.people.down.add('slack');
    await asks();
    expect(failures).toHaveLength(1);
    expect(await open()).toEqual(['build']);
    made.people.down.clear();
    made.clock.at = '2026-11-20T12:02:00.000Z';
    await keeper(made.world, { event: 60, start: 600 })();
    expect(made.people.posts).toHaveLength(1);
  });

  it('that was decided already answers its new token at once', async () => {
    await asks({ token: 'of an earlier task' });
    expect(await answers()).toMatchObject({ kind: 'refused', code: 'nobody waits' });
    await asks();
    expect(await run()).toMatchObject({ status: 'succeeded', output: '{"approved":true,"by":["ann"]}' });
    expect(await open()).toEqual([]);
  });
});

describe('an answer', () => {
  it('lets the run go on when it is the one that was needed', async () => {
    await asks();
    expect(await answers()).toEqual({ kind: 'decided', reply: { approved: true, by: ['ann'] } });
    expect(await run()).toMatchObject({ status: 'succeeded', output: '{"approved":true,"by":["ann"]}' });
    expect(await open()).toEqual([]);
  });

  it('holds for the plan that was seen, and for no other', async () => {
    await asks();
    expect(await answers({ planDigest: 'q'.repeat(64) })).toEqual({
      kind: 'refused',
      code: 'another plan',
      reason: 'You saw the plan qqqqqqqqqqqq; the ask is for pppppppppppp. Look at it and answer again.',
    });
    expect(await answers({ planDigest: undefined })).toMatchObject({
      reason: 'You did not say which plan you saw; the ask is for pppppppppppp. Look at it and answer again.',
    });
    expect(await run()).toMatchObject({ status: 'running' });
  });

  it('may deny without a plan, and one denial decides', async () => {
    await asks({ quorum: 2 });
    await answers();
    expect(await answers({ by: 'bob', approved: false, reason: 'deploy first', planDigest: undefined })).toEqual({
      kind: 'decided',
      reply: { approved: false, by: ['bob'], reason: 'deploy first' },
    });
  });

  it('counts one person once towards the quorum', async () => {
    await asks({ quorum: 2 });
    const one = { kind: 'counted', approvals: 1, quorum: 2, missing: '1 more person must approve' };
    expect(await answers()).toEqual(one);
    expect(await answers()).toEqual(one);
    expect(await answers({ by: 'bob' })).toEqual({ kind: 'decided', reply: { approved: true, by: ['ann', 'bob'] } });
  });

  it('of the person who started the run does not suffice', async () => {
    await made.running(execution({ execution: 'own', cause: { person: 'ann' }, target: 'node:n2' }));
    const own = { execution: 'own' };
    await asks({ token: 'token of own', state: { ...call().state, ...own } });
    expect(await answers(own)).toEqual({
      kind: 'refused',
      code: 'own run',
      reason: 'You started this run, so somebody else must approve it.',
    });
    expect(await answers({ ...own, by: 'bob' })).toMatchObject({ kind: 'decided' });
  });

  it('of the person who started the run counts beside another', async () => {
    await made.running(execution({ execution: 'own', cause: { person: 'ann' }, target: 'node:n2' }));
    const own = { execution: 'own' };
    await asks({ token: 'token of own', quorum: 2, state: { ...call().state, ...own } });
    expect(await answers(own)).toMatchObject({ kind: 'counted', approvals: 1 });
    expect(await answers({ ...own, by: 'bob' })).toMatchObject({ kind: 'decided' });
  });

  it('that comes too late is told so', async () => {
    await asks();
    await answers({ approved: false, reason: 'not now' });
    expect(await answers({ by: 'bob' })).toEqual({
      kind: 'refused',
      code: 'already decided',
      reason: 'This ask is closed: denied by ann: not now.',
    });
  });

  it('is refused after the ask has expired, and where nothing is asked', async () => {
    await asks();
    made.clock.at = '2026-11-20T13:00:00.000Z';
    expect(await answers()).toEqual({
      kind: 'refused',
      code: 'expired',
      reason: 'This ask expired at 2026-11-20T13:00:00.000Z. Start a new run to be asked again.',
    });
    expect(await answers({ step: 'other' })).toEqual({
      kind: 'refused',
      code: 'unknown',
      reason: 'Nothing is asked at step “other” of disk-1.',
    });
  });

  it('is told when the run has ended meanwhile', async () => {
    await asks();
    await made.machines.stop('jenkins-job', 'disk-1', 'cancelled');
    expect(await answers()).toMatchObject({
      kind: 'refused',
      code: 'nobody waits',
      reason: 'The run does not wait for this answer any more: it has ended, or its time has passed.',
    });
    expect(await open()).toEqual([]);
  });
});

describe('killed at any call', () => {
  it('an ask that is delivered again is open, and people were told', async () => {
    const points = await everyKill(async (kill, point) => {
      made = aWorld();
      await made.running();
      await approvals(kill(made.world), () => undefined)(call()).catch(() => undefined);
      await asks();
      expect(await open(), point).toEqual(['build']);
      expect(made.people.posts.length, point).toBeGreaterThanOrEqual(1);
      expect(made.people.posts.length, point).toBeLessThanOrEqual(2);
    });
    expect(points).toBeGreaterThan(8);
  });

  it.each(['the person', 'nobody'])('an answer reaches the run once, when %s repeats it', async (who) => {
    const points = await everyKill(async (kill, point) => {
      made = aWorld();
      await made.running();
      await asks();
      const given = { execution: 'disk-1', step: 'build', by: 'ann', approved: true, planDigest: plan.digest };
      await answer(kill(made.world))(given).catch(() => undefined);
      const voted = ((await made.history.approval('disk-1', 'build'))?.votes.length ?? 0) > 0;
      if (who === 'the person') await answers();
      else await keeper(made.world, { event: 60, start: 600 })();
      // Without a repeat, a vote that was never kept cannot be known of: the ask is still open, and the person saw an error.
      const counts = voted || who === 'the person';
      expect((await run())?.output, point).toBe(counts ? '{"approved":true,"by":["ann"]}' : undefined);
      expect(await open(), point).toEqual(counts ? [] : ['build']);
    });
    expect(points).toBeGreaterThan(10);
  });
});
