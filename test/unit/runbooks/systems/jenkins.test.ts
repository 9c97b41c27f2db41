import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '#infra/local/vendors/jenkins/jobs.ts';
import { type JenkinsStandIn, jenkinsServer } from '#infra/local/vendors/jenkins/server.ts';
import type { Wiring } from '#runbooks/sdk/system.ts';
import { jenkins } from '#runbooks/systems/jenkins.ts';
import { wiring } from './wiring.ts';

const runs: Record<string, string>[] = [];
let hold = Promise.withResolvers<void>();
const job = (name: string, more: Partial<Job> = {}): Job => ({
  name,
  parameters: [{ name: 'NODE' }],
  async run({ parameters }) {
    runs.push(parameters);
    return 'SUCCESS';
  },
  ...more,
});

let server: JenkinsStandIn;
beforeEach(async () => {
  runs.length = 0;
  hold = Promise.withResolvers<void>();
  server = await jenkinsServer({
    users: [
      { name: 'wolfe', token: 'api-token', password: 'pass:word' },
      { name: 'ann', token: 'read-token', readOnly: true },
    ],
    jobs: [
      job('prune'),
      job('infra/two words/prune ü'),
      job('keyed', { parameters: [{ name: 'NODE' }, { name: 'WOLFE_KEY' }] }),
      job('plain', { parameters: undefined }),
      job('off', { disabled: true }),
      job('zone', { parameters: [{ name: 'ZONE', choices: ['a', 'b'] }] }),
      job('slow', {
        run: async () => {
          await hold.promise;
          return 'FAILURE';
        },
      }),
      job('talk', {
        run: async (_, log) => {
          for (let line = 0; line < 20_000; line++) log(`line ${line}`);
          return 'SUCCESS';
        },
      }),
    ],
  });
});
afterEach(() => server.close());

type Secret = { url: string; user: string; token: string };
const client = (more: Partial<Secret> = {}, other: Partial<Wiring<Secret>> = {}) =>
  jenkins.connect(wiring({ url: server.url, user: 'wolfe', token: 'api-token', ...more }, other));

describe('jenkins', () => {
  it('follows a start from the queue to its result', async () => {
    const { queueId } = await client().start('prune', { NODE: 'node-7' });
    await server.idle();
    const { build } = await client().queued(queueId);
    expect(build).toBe(1);
    expect(await client().build('prune', 1)).toEqual({
      building: false,
      result: 'SUCCESS',
      url: `${server.url}/job/prune/1/`,
      durationMs: expect.any(Number),
    });
    expect(await client().console('prune', 1)).toEqual({
      text: expect.stringContaining('Finished: SUCCESS'),
      truncated: false,
    });
    expect(runs).toEqual([{ NODE: 'node-7' }]);
  });

  it('says why an item waits, and that a build runs', async () => {
    await client().start('slow', { NODE: 'first' });
    const { queueId } = await client().start('slow', { NODE: 'second' });
    await new Promise(setImmediate);
    expect(await client().build('slow', 1)).toEqual({ building: true, url: `${server.url}/job/slow/1/` });
    expect(await client().queued(queueId)).toEqual({ why: 'Build #1 is already in progress (ETA: N/A)' });
    hold.resolve();
    await server.idle();
    expect(await client().build('slow', 2)).toMatchObject({ result: 'FAILURE' });
  });

  it('carries any value and any name unharmed', async () => {
    const NODE = 'a&b=c d/../é"\'$(touch x)\n%';
    await client().start('infra/two words/prune ü', { NODE });
    await server.idle();
    expect(runs).toEqual([{ NODE }]);
    expect((await client().job('infra/two words/prune ü')).parameters).toEqual(['NODE']);
  });

  it.each(['', '..', 'a//b', 'a/../b'])('refuses "%s" as the name of a job', async (name) => {
    await expect(client().job(name)).rejects.toMatchObject({ name: 'TerminalError' });
  });

  it('starts a job without parameters', async () => {
    await client().start('plain', {});
    await server.idle();
    expect(runs).toEqual([{}]);
  });

  it('names parameters that the job would drop', async () => {
    await expect(client().start('prune', { NODE: 'x', NODES: 'y' })).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('job prune declares no parameter NODES (it has: NODE)'),
    });
    expect(runs).toEqual([]);
  });

  it('starts once for a key: in the queue, while it runs and after', async () => {
    const first = await client().start('keyed', { NODE: 'x' });
    expect(await client().start('keyed', { NODE: 'x' })).toEqual(first);
    await server.idle();
    expect(await client().start('keyed', { NODE: 'x' })).toEqual(first);
    expect(runs).toHaveLength(1);
  });

  it('starts again for another node, and for another execution', async () => {
    await client().start('keyed', { NODE: 'x' });
    await client().start('keyed', { NODE: 'y' });
    await client({}, { idempotencyKey: 'execution-2/prune' }).start('keyed', { NODE: 'x' });
    await server.idle();
    expect(runs.map(({ NODE }) => NODE)).toEqual(['x', 'y', 'x']);
  });

  it('may repeat a start with an unknown outcome only where the job takes a key', async () => {
    server.fail({ how: 'break after', path: 'buildWithParameters', times: 2 });
    await expect(client().start('prune', { NODE: 'x' })).rejects.toMatchObject({ name: 'TerminalError' });
    await expect(client().start('keyed', { NODE: 'x' })).rejects.toMatchObject({ name: 'RetryableError' });
    await server.idle();
    await client().start('keyed', { NODE: 'x' });
    await server.idle();
    expect(server.builds('keyed')).toHaveLength(1);
  });

  it('says that an item was cancelled', async () => {
    await client().start('slow', { NODE: 'first' });
    const { queueId } = await client().start('slow', { NODE: 'second' });
    const authorization = `Basic ${Buffer.from('wolfe:api-token').toString('base64')}`;
    await fetch(`${server.url}/queue/cancelItem?id=${queueId}`, { method: 'POST', headers: { authorization } });
    expect(await client().queued(queueId)).toEqual({ cancelled: true });
    hold.resolve();
  });

  it('brings the end of a long console', async () => {
    await client().start('talk', { NODE: 'x' });
    await server.idle();
    const { text, truncated } = await client().console('talk', 1);
    expect(truncated).toBe(true);
    expect(Buffer.byteLength(text)).toBe(65_536);
    expect(text).toMatch(/line 19999\nFinished: SUCCESS\n$/);
  });

  it('gets a crumb when it comes with a password', async () => {
    await client({ token: 'pass:word' }).start('prune', { NODE: 'x' });
    await server.idle();
    expect(runs).toHaveLength(1);
  });

  it.each<[string, Partial<Secret>, string]>([
    ['a wrong token', { token: 'wrong-token' }, "Check user and token in the secret of 'jenkins'."],
    ['a user who may not build', { user: 'ann', token: 'read-token' }, 'ann is missing the Job/Build permission'],
  ])('says what to do about %s, and shows no secret', async (_, secret, message) => {
    const error = await client(secret)
      .start('prune', { NODE: 'x' })
      .catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'TerminalError', message: expect.stringContaining(message) });
    expect((error as Error).message).not.toContain(secret.token);
  });

  it.each([
    ['a job that is not there', 'gone', {}, 'Check that gone exists'],
    ['a disabled job', 'off', { NODE: 'x' }, 'Enable job off in Jenkins.'],
    ['a value that is no choice', 'zone', { ZONE: 'c' }, 'Illegal choice for parameter ZONE: c'],
  ])('says what to do about %s', async (_, name, parameters, message) => {
    await expect(client().start(name, parameters)).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining(message),
    });
  });
});
