import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { decision, ended, measured, planDigest, waiting } from '#test/unit/functions/studio/world.ts';
import { aServedWorld, runWolfe, type ServedWorld } from './run-wolfe.ts';

const lines = (text: string): string[] => text.trimEnd().split('\n');
const jsonLines = (text: string) => lines(text).map((line) => JSON.parse(line));

describe('the command line', () => {
  const open: ServedWorld[] = [];
  let served: ServedWorld;
  beforeEach(async () => {
    served = await aServedWorld();
    open.push(served);
  });
  afterAll(async () => {
    for (const world of open) await world.close();
  });

  it('lists executions as a table, and as JSON lines', async () => {
    const table = await served.wolfe(['executions', 'list']);
    expect(table).toMatchObject({ code: 0, err: '' });
    expect(lines(table.out)[0]).toMatch(/^STARTED +STATUS +OUTCOME +RUNBOOK +TARGET +CAUSE +TOOK +EXECUTION$/);
    expect(table.out).toMatch(/succeeded +effective +clear-disk +ec2:i-1 +disk-full +1m 05s +disk-full-0/);
    const json = await served.wolfe(['executions', 'list', '--json', '--status', 'succeeded']);
    expect(jsonLines(json.out)).toEqual([ended]);
  });

  it('says so when a list was cut, and where it is empty', async () => {
    const { executions } = served.world;
    served.world.executions = async (filter) => ({ ...(await executions(filter)), cursor: 'next' });
    expect((await served.wolfe(['executions', 'list'])).err).toMatch(/more: .*--limit/);
    const none = await served.wolfe(['executions', 'list', '--status', 'aborted']);
    expect([none.code, none.out, none.err]).toEqual([0, '', expect.stringContaining('No execution fits')]);
  });

  it('shows an execution with its steps, its asks, its console made harmless', async () => {
    const { code, out } = await served.wolfe(['executions', 'show', waiting.execution]);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ {2}measure \(diagnose\) {2}0\.5s/);
    expect(out).toContain('·  prune (remediate)  not begun');
    expect(out).toContain('approval   prune: open');
    expect(out).toContain('told       slack');
    expect(out).toContain('df says 93\\u001b[31m%');
    expect(out).not.toContain('\u001b');
  });

  it('follows an execution to its end, and its exit code says how it went', async () => {
    const done = await served.wolfe(['executions', 'tail', ended.execution]);
    expect([done.code, lines(done.out).at(-1)]).toEqual([0, 'succeeded, effective after 1m 05s']);

    const failing = served.wolfe(['executions', 'tail', waiting.execution, '--json']);
    // The first look has shown the step; the second finds the end.
    const first = served.world.execution;
    let looks = 0;
    served.world.execution = async (name) => {
      looks += 1;
      return looks < 3
        ? first(name)
        : { ...waiting, status: 'failed', error: { name: 'TerminalError', cause: 'no such host' } };
    };
    const { code, out, err } = await failing;
    expect(code).toBe(1);
    expect(jsonLines(out)).toMatchObject([{ step: 'measure', status: 'succeeded' }, { status: 'failed' }]);
    expect(err).toContain(`wolfe approve ${waiting.execution}`);
  });

  it('says of a run that succeeded without effect that it did not do what it was for', async () => {
    served.executions.set('x', { ...ended, outcome: { kind: 'ineffective', step: 'recovered' } });
    expect((await served.wolfe(['executions', 'tail', 'x'])).code).toBe(1);
  });

  it('cancels', async () => {
    const { code, out } = await served.wolfe(['executions', 'cancel', waiting.execution, '--reason', 'wrong']);
    expect([code, out]).toEqual([0, `${waiting.execution} is being stopped.\n`]);
    expect(served.seen.stopped).toMatchObject([{ why: 'cancelled by ada: wrong' }]);
  });

  it('shows why an alert led to nothing: each guardrail’s verdict', async () => {
    const { code, out } = await served.wolfe(['decisions', 'show', decision.id]);
    expect(code).toBe(0);
    expect(lines(out)[0]).toBe('refused: disk-full: cooldown until 12:30');
    expect(out).toMatch(/RULE +GUARDRAIL +VERDICT +WHY +ALLOWED AGAIN/);
    expect(out).toMatch(/disk-full +kill switch +allowed/);
    expect(out).toMatch(/disk-full +cooldown +refused +ran 30 min ago/);
  });

  it('does not let an alert write to the terminal', async () => {
    const shown = await served.wolfe(['decisions', 'show', decision.id]);
    const json = await served.wolfe(['decisions', 'show', decision.id, '--json']);
    for (const { out } of [shown, json]) expect(out).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(shown.out).toContain('evil=\\u001b]0;owned\\u0007\\u202etxt');
    expect(JSON.parse(json.out)).toEqual(decision);
  });

  it('approves with the plan in view, for that plan only', async () => {
    const stale = await served.wolfe(['approve', waiting.execution, '--plan', 'ffffffff']);
    expect([stale.code, served.seen.replies]).toEqual([1, []]);
    const { code, out } = await served.wolfe(['approve', waiting.execution, '--reason', 'go on'], { as: 'olaf' });
    expect(code).toBe(0);
    expect(lines(out)).toEqual([
      'clear-disk on ec2:i-1 asks at prune (1 needed)',
      `plan ${planDigest}`,
      '  prune (remediate)',
      '    host.run("docker-prune")',
      `approved: ${waiting.execution}`,
    ]);
    expect(served.seen.replies).toMatchObject([{ output: { approved: true, by: ['olaf'] } }]);
    const again = await served.wolfe(['deny', waiting.execution]);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('waits for no answer')]);
  });

  it('lets no viewer approve', async () => {
    const { code, err } = await served.wolfe(['approve', waiting.execution], { as: 'vera' });
    expect([code, err, served.seen.replies]).toEqual([3, expect.stringContaining('vera may not do this'), []]);
  });

  it('runs a runbook by hand with typed parameters, and follows it', async () => {
    const { start } = served.world;
    served.world.start = async (run) => {
      await start(run);
      const record = served.executions.get(run.execution)!;
      const end = { status: 'succeeded', endedAt: record.startedAt } as const;
      served.executions.set(run.execution, { ...record, ...end, outcome: { kind: 'planned' } });
      served.steps.push({ ...measured, execution: run.execution });
    };
    const args = ['runbook', 'run', 'clear-disk', '--param', 'instance=007', '--param', 'limit=70', '--plan'];
    const { code, out, err } = await served.wolfe(args);
    expect([code, err]).toEqual([0, expect.stringContaining('started: by-hand-clear-disk-')]);
    expect(lines(out)).toEqual([expect.stringContaining('measure (diagnose)'), 'succeeded, planned after 0.0s']);
    expect(served.seen.started).toMatchObject([{ input: { mode: 'plan', params: { instance: '007', limit: 70 } } }]);
  });

  it('shows runbooks with their parameters', async () => {
    expect((await served.wolfe(['runbook', 'list'])).out).toMatch(/clear-disk +Free disk space\. +cloud-infra/);
    const { out } = await served.wolfe(['runbook', 'show', 'clear-disk']);
    expect(out).toContain('instance  string, needed');
    expect(out).toContain('limit  number, default 80');
  });

  it('sends an alert and shows the decisions that came of it', async () => {
    const file = join(served.cwd, 'alert.json');
    writeFileSync(file, JSON.stringify({ name: 'DiskFull', status: 'firing', labels: {} }));
    const { code, out } = await served.wolfe(['alert', 'send', 'alert.json', '--source', 'plain', '--json']);
    expect([code, jsonLines(out)]).toEqual([0, [decision]]);
    expect(served.seen.sent).toMatchObject([{ source: 'plain' }]);
    const lost = await served.wolfe(['alert', 'send', '-', '--timeout', '0.1'], { input: '{"name": "a"}' });
    expect([lost.code, lost.err]).toEqual([1, expect.stringContaining('0 of 1 decisions')]);
    const quick = await served.wolfe(['alert', 'send', '-', '--no-wait'], { input: '{"name": "a"}' });
    expect([quick.code, quick.out]).toEqual([0, 'queued as m-3\n']);
  });

  it('switches off and on', async () => {
    const { out } = await served.wolfe(['switch', 'off', '--rule', 'disk-full', '--reason', 'it loops']);
    expect(out).toBe('rule disk-full is off\n');
    expect((await served.wolfe(['switch', 'list'])).out).toMatch(/rule disk-full +off +ada .*it loops/);
    expect((await served.wolfe(['switch', 'on'])).out).toBe('everything is on\n');
    expect((await served.wolfe(['switch', 'off', '--rule', 'a', '--target', 'b'])).code).toBe(2);
  });

  it('says who one is', async () => {
    const { out } = await served.wolfe(['whoami'], { as: 'olaf' });
    expect(lines(out)[0]).toBe('olaf (operator) in dev');
  });

  it('finds the local world by its folder', async () => {
    mkdirSync(join(served.cwd, '.wolfe'));
    const world = { url: served.url, token: 'olaf-token', pid: process.pid };
    writeFileSync(join(served.cwd, '.wolfe/endpoint.json'), JSON.stringify(world));
    const { out } = await runWolfe(['whoami', '--json'], { cwd: served.cwd });
    expect(JSON.parse(out)).toMatchObject({ name: 'olaf' });
  });

  it.each([
    ['nobody answers', ['whoami', '--url', 'http://127.0.0.1:1'], 3, /No Wolfe answers at .*npm start/s],
    ['the token is wrong', ['whoami', '--token', 'wrong'], 3, /No token, or none that is known/],
    ['there is no such thing', ['decisions', 'show', 'nope'], 1, /no decision "nope"/],
    ['a command is unknown', ['galaxy'], 2, /unknown command/],
    ['an option is wrong', ['executions', 'list', '--limit', 'all'], 2, /1 to 200/],
    ['a parameter is wrong', ['runbook', 'run', 'clear-disk', '--param', 'limit=70'], 2, /instance.*is missing/],
    ['a file is missing', ['alert', 'send', 'nope.json'], 2, /nope\.json cannot be read/],
  ])('tells by its exit code that %s', async (_what, args, code, complaint) => {
    const ran = await served.wolfe(args);
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toMatch(complaint);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });
});
