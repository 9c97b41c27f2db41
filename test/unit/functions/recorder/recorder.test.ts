import { beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionEnd } from '#functions/core/execution.ts';
import { recorder } from '#functions/recorder/recorder.ts';
import { everyKill } from '#test/contract/fakes/crash.ts';
import { ask, aWorld, execution, helped, nothing } from './world.ts';

const failed: ExecutionEnd = {
  status: 'failed',
  error: { name: 'TerminalError', cause: 'jenkins: no job DockerPruneNode' },
  endedAt: '2026-11-20T12:00:00.000Z',
};

describe('the recorder', () => {
  let made: ReturnType<typeof aWorld>;
  beforeEach(async () => {
    made = aWorld();
    await made.running();
  });
  const record = (end: ExecutionEnd) => recorder(made.world)('disk-1', end);

  it('closes history, lock, asks and steps, and tells people', async () => {
    await made.history.ask(ask());
    await made.history.beginStep({ execution: 'disk-1', step: 'prune', kind: 'remediate', at: helped.endedAt });
    await record(helped);
    expect(await made.history.execution('disk-1')).toMatchObject(helped);
    expect(await made.unfinished()).toEqual(nothing);
    expect((await made.history.steps('disk-1'))[0]).toMatchObject({
      status: 'failed',
      error: {
        name: 'InterruptedError',
        cause: 'The execution ended while this step ran; how far it came is not known.',
      },
    });
    expect(made.people.posts.map(({ channel }) => channel)).toEqual(['#ops']);
    expect(made.people.issues).toMatchObject([{ project: 'INFRA', label: 'wolfe-disk-1' }]);
    expect(await made.history.told('disk-1')).toMatchObject({ slack: { ref: 'C1/1' }, jira: { ref: 'INFRA-1' } });
  });

  it('says what failed to those named for failures, too', async () => {
    await record(failed);
    expect(made.people.posts.map(({ channel, text }) => [channel, text])).toEqual(
      ['#ops', '#ops-failed'].map((channel) => [
        channel,
        'NodeDiskPressure: jenkins-job: failed: jenkins: no job DockerPruneNode',
      ]),
    );
  });

  it('does all of it once, however often the event comes', async () => {
    for (const _ of [1, 2, 3]) await record(helped);
    await record(failed);
    expect(await made.history.execution('disk-1')).toMatchObject(helped);
    expect([made.people.posts.length, made.people.issues.length]).toEqual([1, 1]);
  });

  it('leaves alone what Wolfe did not start', async () => {
    await recorder(made.world)('from the console', helped);
    expect(await made.history.execution('from the console')).toBeUndefined();
    expect(made.people.posts).toEqual([]);
  });

  it('tells nobody where the rule names nobody', async () => {
    await made.running(execution({ execution: 'quiet', target: 'node:n2', notify: {} }));
    await recorder(made.world)('quiet', failed);
    expect(made.people.posts).toEqual([]);
  });

  it('pages who is on call when it failed, with one incident for the execution', async () => {
    await made.running(
      execution({ execution: 'page', target: 'node:n2', notify: { onFailure: { pagerduty: 'infra' } } }),
    );
    await recorder(made.world)('page', failed);
    expect([...made.people.incidents]).toEqual([
      ['wolfe-page', { service: 'infra', summary: expect.stringMatching(/^NodeDiskPressure: jenkins-job: failed/) }],
    ]);
    expect(await made.history.told('page')).toMatchObject({ 'pagerduty on failure': { ref: 'wolfe-page' } });
  });

  describe('when Slack does not answer', () => {
    beforeEach(() => {
      made.people.down.add('slack');
    });

    it('has closed and released all the same, told the others, and asks to be called again', async () => {
      await expect(record(helped)).rejects.toMatchObject({
        name: 'UntoldError',
        message: 'Not everybody could be told of disk-1: slack: slack: found no one at slack.example',
      });
      expect(await made.unfinished()).toEqual({ ...nothing, closing: ['disk-1'] });
      expect(made.people.issues).toHaveLength(1);
      made.people.down.clear();
      await record(helped);
      expect(await made.unfinished()).toEqual(nothing);
      expect([made.people.posts.length, made.people.issues.length]).toEqual([1, 1]);
    });

    it('gives up after a day, and says so in the record', async () => {
      await expect(record(helped)).rejects.toThrow();
      made.clock.at = '2026-11-21T12:00:01.000Z';
      await record(helped);
      expect(await made.unfinished()).toEqual(nothing);
      expect(await made.history.told('disk-1')).toMatchObject({
        slack: { at: '2026-11-21T12:00:01.000Z', error: 'slack: found no one at slack.example' },
      });
    });
  });

  it('leaves nothing undone wherever it is killed, when the event comes again', async () => {
    const points = await everyKill(async (kill, point) => {
      made = aWorld();
      await made.running();
      await made.history.ask(ask());
      await made.history.beginStep({ execution: 'disk-1', step: 'prune', kind: 'remediate', at: helped.endedAt });
      await recorder(kill(made.world))('disk-1', failed).catch(() => undefined);
      await record(failed);
      expect(await made.history.execution('disk-1'), point).toMatchObject(failed);
      expect(await made.unfinished(), point).toEqual(nothing);
      expect((await made.history.steps('disk-1'))[0]?.status, point).toBe('failed');
      expect(made.people.issues, point).toHaveLength(1);
      // Each channel at least once; a second time only for the one post whose note was lost.
      const channels = made.people.posts.map(({ channel }) => channel);
      expect([...new Set(channels)], point).toEqual(['#ops', '#ops-failed']);
      expect(channels.length, point).toBeLessThanOrEqual(3);
    });
    expect(points).toBeGreaterThan(20);
  });
});
