import { describe, expect, it } from 'vitest';
import { rehearse } from '../../sdk/kit.ts';
import jenkinsJob from './runbook.ts';

const params = {
  job: 'DockerPruneNode',
  parameters: { NODE: 'ip-10-0-3-17', CLUSTER: 'staging-1', REGION: 'eu-west-1' },
};
const job = { buildable: true, parameters: ['NODE', 'CLUSTER', 'REGION'], url: 'http://jenkins/job/DockerPruneNode/' };

/** A Jenkins whose build waits twice in the queue, then runs for two looks and ends with `result`. */
const aJenkins = (result = 'SUCCESS') => {
  const queue: { build?: number; why?: string }[] = [
    { why: 'In the quiet period' },
    { why: 'Waiting for an executor' },
  ];
  const builds = [{ building: true }, { building: true }];
  const url = 'http://jenkins/job/DockerPruneNode/42/';
  return {
    job: async () => job,
    start: async () => ({ queueId: 7 }),
    queued: async () => queue.shift() ?? { build: 42 },
    build: async () => ({ url, ...(builds.shift() ?? { building: false, result, durationMs: 9000 }) }),
    console: async () => ({ text: `Started\nTotal reclaimed space: 12GB\nFinished: ${result}\n`, truncated: false }),
  };
};

describe('jenkins-job', () => {
  it('starts the job once and follows it to its end', async () => {
    const { story, calls, outcome, results } = await rehearse(jenkinsJob, { params, systems: { jenkins: aJenkins() } });
    expect(story).toEqual([
      '0s look at the job: done',
      '0s start the build: done',
      '0s build has a number: not yet',
      '2s build has a number: not yet',
      '4s build has a number: yes',
      '4s build has ended: not yet',
      '9s build has ended: not yet',
      '14s build has ended: yes',
      '14s build succeeded: yes',
      '14s effective',
    ]);
    expect(outcome).toEqual({ kind: 'effective', step: 'build succeeded' });
    expect(calls.filter(({ verb }) => verb === 'start').map(({ args }) => args)).toEqual([
      [params.job, params.parameters],
    ]);
    expect(calls.find(({ verb }) => verb === 'console')?.args).toEqual(['DockerPruneNode', 42]);
    expect(results['build succeeded']).toMatchObject({ result: 'SUCCESS', durationMs: 9000 });
  });

  it('is ineffective when the build fails, and keeps the end of its log', async () => {
    const { outcome, results } = await rehearse(jenkinsJob, { params, systems: { jenkins: aJenkins('FAILURE') } });
    expect(outcome).toEqual({ kind: 'ineffective', step: 'build succeeded' });
    expect(results['build succeeded']).toMatchObject({
      lastLines: ['Started', 'Total reclaimed space: 12GB', 'Finished: FAILURE'],
    });
  });

  it('shows the call it would make, and makes none, in mode plan', async () => {
    const { plan, calls, outcome } = await rehearse(jenkinsJob, {
      params,
      mode: 'plan',
      systems: { jenkins: aJenkins() },
    });
    expect(outcome).toEqual({ kind: 'planned' });
    expect(plan?.steps[0]).toEqual({
      step: 'start the build',
      kind: 'remediate',
      calls: [{ system: 'jenkins', verb: 'start', args: [params.job, params.parameters] }],
    });
    expect(calls.map(({ verb }) => verb)).toEqual(['job']);
  });

  it('refuses a disabled job before anybody is asked', async () => {
    const jenkins = { ...aJenkins(), job: async () => ({ ...job, buildable: false }) };
    const { error, story } = await rehearse(jenkinsJob, { params, mode: 'approve', systems: { jenkins } });
    expect(error?.message).toBe(
      'Jenkins job DockerPruneNode is disabled: enable it at http://jenkins/job/DockerPruneNode/',
    );
    expect(story).toHaveLength(1);
  });

  it('names the parameters that the job does not declare', async () => {
    const jenkins = { ...aJenkins(), job: async () => ({ ...job, parameters: ['NODE'] }) };
    const { error } = await rehearse(jenkinsJob, { params, systems: { jenkins } });
    expect(error?.message).toContain('declares no parameter CLUSTER, REGION, only NODE');
  });

  it('fails when the build is taken out of the queue', async () => {
    const jenkins = { ...aJenkins(), queued: async () => ({ cancelled: true }) };
    const { error } = await rehearse(jenkinsJob, { params, systems: { jenkins } });
    expect(error?.name).toBe('TerminalError');
  });

  it('gives up on a build that does not end within two hours', async () => {
    const jenkins = { ...aJenkins(), build: async () => ({ building: true, url: 'http://jenkins/' }) };
    const { error, seconds } = await rehearse(jenkinsJob, { params, systems: { jenkins } });
    expect(error?.name).toBe('TimedOut');
    expect(seconds).toBe(2 * 3600 + 4);
  });
});
