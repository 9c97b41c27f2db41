import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, api } from '#infra/cli/api.ts';
import { account, environment, region } from '#infra/local/place.ts';
import { openWorld, type World } from '#infra/local/world.ts';
import { allows, type RoleView, rolesOf } from '#test/golden/roles.ts';
import { built, filesOf, templatesOf } from '#test/golden/synthesize.ts';
import { diskPressure } from './alerts.ts';
import { type Asked, callsIn } from './calls.ts';

const settings = { environments: { [environment]: { home: region, regions: [region], account } } };

/** What a stand-in needs and AWS does not. */
const notOnAws: { action: string; why: string }[] = [
  {
    action: 'states:CreateStateMachine',
    why: 'On AWS CloudFormation has made the machine before anything is published.',
  },
];

const ruleFor = (mode: string) => ({
  file: `${mode}.yaml`,
  text: JSON.stringify({
    rule: mode,
    owner: 'cloud-infra',
    mode,
    when: { name: [mode], status: ['firing'] },
    run: 'jenkins-job',
    with: { job: 'DockerPruneNode', parameters: { NODE: '{% labels.node %}' } },
    guard: { cooldown: '30m', attempts: { max: 3, per: '1d' }, rate: { max: 10, per: '1h' }, concurrency: 3 },
    notify: { slack: '#cloud-infra', jira: { project: 'INFRA' } },
  }),
});

describe('what the Lambdas do in a world', () => {
  let world: World;
  let call: Api;
  let roles: RoleView[];
  let calls: Asked[];
  const data = mkdtempSync(join(tmpdir(), 'wolfe-rights-'));

  const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await pause(20);
    }
  };
  // The same body signed twice within a second would be a replay, so every request has a second of its own.
  let signedAt = 0;
  const send = async (body: object, source = 'plain'): Promise<void> => {
    const text = JSON.stringify(body);
    signedAt = Math.max(Math.floor(Date.now() / 1000), signedAt + 1);
    const time = String(signedAt);
    const signature = createHmac('sha256', world.ingestToken).update(`${time}.${text}`).digest('hex');
    const headers = { 'x-wolfe-timestamp': time, 'x-wolfe-signature': signature, 'content-type': 'application/json' };
    const response = await fetch(`${world.url}/v1/alerts/${source}`, { method: 'POST', headers, body: text });
    expect(response.status).toBe(202);
  };
  /** The execution of an alert's first decision. */
  const started = (node: string) =>
    eventually(async () => {
      const { items } = await call('listDecisions', { query: { limit: 50 } });
      const result = items.findLast(({ alert }) => alert?.labels.node === node)?.rules[0]?.result;
      return result && 'execution' in result ? result.execution : undefined;
    });
  /** Waits until the matcher has read the rule set, which it looks for once a second. */
  const judgedBy = async (version: number): Promise<void> => {
    for (let probe = 0, seen = 0; seen < version; probe++) {
      await send({ ...diskPressure(`probe-${probe}`), name: 'probe' });
      seen = await eventually(async () => {
        const { items } = await call('listDecisions', { query: { alert: 'probe' } });
        return items.find(({ alert }) => alert?.labels.node === `probe-${probe}`)?.ruleSet;
      });
    }
  };
  const ended = (execution: string) =>
    eventually(async () => {
      const seen = await call('showExecution', { execution });
      return seen.execution.status === 'running' ? undefined : seen;
    });
  const asked = (execution: string) =>
    eventually(async () => {
      const { items } = await call('listApprovals', {});
      return items.find((one) => one.execution === execution);
    });
  const told = (execution: string) =>
    eventually(async () => ((await call('showExecution', { execution })).told.slack ? true : undefined));

  beforeAll(async () => {
    const templates = templatesOf(filesOf(settings, await built()));
    roles = Object.keys(templates).flatMap((stack) => rolesOf(templates, stack));
    world = await openWorld({ data, fresh: true, port: 0, called: () => {} });
    call = api(world);
  });
  afterAll(async () => {
    await world?.close();
    rmSync(data, { recursive: true, force: true });
  });

  it('is a good part of what they can do', async () => {
    // The library's rule acts by itself; again and resolved; told; found again after the lists.
    const alert = diskPressure('node-1');
    await send(alert);
    const first = await started('node-1');
    await ended(first);
    await told(first);
    await send(alert);
    await send({ ...alert, status: 'resolved' });

    const live = (await call('listRules', {})).version;
    const modes = ['shadow', 'plan', 'approve', 'auto'].map(ruleFor);
    const { version } = await call('applyRules', { body: { files: modes, expectedVersion: live } });
    await judgedBy(version);
    for (const mode of ['shadow', 'plan', 'approve', 'auto'])
      await send({ ...diskPressure(`node-${mode}`), name: mode }, mode === 'plan' ? 'alertmanager' : 'plain');
    await ended(await started('node-auto'));
    const { execution, step, plan } = await asked(await started('node-approve'));
    await call('answerApproval', { execution, step, body: { approved: true, planDigest: plan!.digest } });
    await ended(execution);

    // A run by hand on the instance's agent, one that is cancelled, and a switch.
    const run = (key: string, mode: 'plan' | 'auto') =>
      call('runRunbook', {
        runbook: 'clear-full-disk',
        body: { params: { instance: 'i-0abc', path: world.vendors.scratch, capacity: 1 }, mode, idempotencyKey: key },
      });
    await ended((await run('by-hand-1', 'plan')).execution);
    const cancelled = (await run('by-hand-2', 'auto')).execution;
    await call('cancelExecution', { execution: cancelled, body: { reason: 'enough' } });
    await ended(cancelled);
    await call('setSwitch', { body: { scope: { kind: 'rule', name: 'auto' }, off: true } });
    await call('rollbackRules', { body: {} });
    await call('listExecutions', { query: { runbook: 'jenkins-job' } });
    await call('showRunbook', { runbook: 'jenkins-job' });
    await call('listSwitches', {});
    await world.lambdas.invoke('keeper', {});
    const { release } = await call('showRunbook', { runbook: 'jenkins-job' });
    await world.lambdas.invoke('publisher', { runbook: 'jenkins-job', digest: release.digest, release: true, by: 'a' });
    calls = callsIn(world.data.folder('logs'));
    expect(new Set(calls.map(({ by }) => by))).toEqual(
      new Set([
        ...['ingest', 'matcher', 'recorder', 'approvals', 'publisher', 'keeper', 'studio'].map(
          (one) => `wolfe-dev-${one}`,
        ),
        'wolfe-dev-runner-jenkins-job',
        'wolfe-dev-runner-clear-full-disk',
      ]),
    );
  });

  it('is allowed by the roles that are deployed', () => {
    const refused = calls
      .filter(({ action }) => !notOnAws.some((one) => one.action === action))
      .filter(({ by, action, resource }) => {
        const role = roles.find(({ of }) => of === by);
        return !role || !allows(role, action, resource);
      });
    expect(refused.map(({ by, action, resource }) => `${by}: ${action} on ${resource}`)).toEqual([]);
    expect(calls.length).toBeGreaterThan(50);
  });

  it('would be refused to another role', () => {
    const ingest = roles.find(({ of }) => of === 'wolfe-dev-ingest')!;
    const ofMatcher = calls.filter(({ by }) => by === 'wolfe-dev-matcher');
    expect(ofMatcher.filter(({ action, resource }) => !allows(ingest, action, resource)).length).toBeGreaterThan(5);
  });
});
