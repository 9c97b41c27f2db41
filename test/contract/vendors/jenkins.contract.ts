import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Jenkins from 'jenkins';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerPruneNode, effects, type Job } from '#infra/local/vendors/jenkins/jobs.ts';
import { type JenkinsStandIn, jenkinsServer } from '#infra/local/vendors/jenkins/server.ts';

const NODE = { NODE: 'node-7', CLUSTER: 'eu', REGION: 'eu-central-1' };
let folder: string;
let server: JenkinsStandIn;
const hangs: Job = { name: 'infra/hangs', parameters: [{ name: 'NODE' }], run: () => new Promise(() => {}) };
const start = async () => {
  server = await jenkinsServer({
    users: [{ name: 'wolfe', token: 'token', password: 'password' }],
    jobs: [dockerPruneNode(join(folder, 'effects')), hangs],
    folder,
  });
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-'));
  await start();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
const address = (secret: string) => server.url.replace('//', `//wolfe:${secret}@`);
const ask = (path: string, init: RequestInit = {}, secret = 'token') =>
  fetch(`${server.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { authorization: `Basic ${Buffer.from(`wolfe:${secret}`).toString('base64')}`, ...init.headers },
  });
const post = (path: string, parameters: Record<string, string>) =>
  ask(path, { method: 'POST', body: new URLSearchParams(parameters) });

describe('the Jenkins stand-in', () => {
  it.each(['token', 'password'])('serves the client of npm that comes with a %s', async (secret) => {
    const client = new Jenkins({ baseUrl: address(secret), crumbIssuer: secret === 'password' });
    const id = await client.job.build({ name: 'DockerPruneNode', parameters: NODE });
    await server.idle();
    expect(await client.queue.item(id)).toMatchObject({
      cancelled: false,
      executable: { number: 1, url: `${server.url}/job/DockerPruneNode/1/` },
    });
    expect(await client.build.get('DockerPruneNode', 1)).toMatchObject({
      building: false,
      result: 'SUCCESS',
      queueId: id,
    });
    const log = await client.build.log('DockerPruneNode', 1, { start: 0, meta: true });
    expect(log).toMatchObject({ more: false, size: String(log.text.length) });
    expect(await client.job.get('DockerPruneNode')).toMatchObject({ nextBuildNumber: 2, builds: [{ number: 1 }] });
    expect(await client.job.exists('infra/hangs')).toBe(true);
    expect(await client.job.exists('infra/gone')).toBe(false);
    expect(effects(join(folder, 'effects'))).toEqual([{ build: 1, ...NODE }]);
  });

  it('lets no one in without credentials, and says so differently for wrong ones', async () => {
    expect((await fetch(`${server.url}/queue/api/json`)).status).toBe(403);
    expect((await ask('/queue/api/json', {}, 'wrong')).status).toBe(401);
  });

  it('takes a post under a password only with the crumb of the session', async () => {
    const path = '/job/DockerPruneNode/buildWithParameters';
    expect(await (await ask(path, { method: 'POST' }, 'password')).text()).toContain(
      'No valid crumb was included in the request',
    );
    const issued = await ask('/crumbIssuer/api/json', {}, 'password');
    const { crumb, crumbRequestField } = (await issued.json()) as { crumb: string; crumbRequestField: string };
    const headers = { [crumbRequestField]: crumb };
    expect((await ask(path, { method: 'POST', headers }, 'password')).status).toBe(403);
    const cookie = issued.headers.getSetCookie()[0] as string;
    expect((await ask(path, { method: 'POST', headers: { ...headers, cookie } }, 'password')).status).toBe(201);
  });

  it('answers a start with the place in the queue, and an equal one in the queue with the same place', async () => {
    await post('/job/infra/job/hangs/buildWithParameters', { NODE: 'first' });
    const second = await post('/job/infra/job/hangs/buildWithParameters', { NODE: 'second' });
    const equal = await post('/job/infra/job/hangs/buildWithParameters', { NODE: 'second' });
    expect([second.status, second.headers.get('location')]).toEqual([201, `${server.url}/queue/item/2/`]);
    expect([equal.status, equal.headers.get('location')]).toEqual([303, `${server.url}/queue/item/2/`]);
    expect(server.waiting()).toMatchObject([{ id: 2, why: 'Build #1 is already in progress (ETA: N/A)' }]);
  });

  it('drops undeclared parameters, fills in missing ones and refuses a bare build', async () => {
    await post('/job/DockerPruneNode/buildWithParameters', { NODE: 'node-7', EVIL: 'x' });
    await server.idle();
    expect(server.builds('DockerPruneNode')[0]?.parameters).toEqual({
      NODE: 'node-7',
      CLUSTER: '',
      REGION: '',
      WOLFE_KEY: '',
    });
    expect((await post('/job/DockerPruneNode/build', {})).status).toBe(400);
    expect((await ask('/job/DockerPruneNode/buildWithParameters')).status).toBe(405);
    expect((await post('/job/gone/buildWithParameters', {})).status).toBe(404);
  });

  it('shows what a tree asks for and no more', async () => {
    await post('/job/DockerPruneNode/buildWithParameters', NODE);
    await server.idle();
    const shown = await ask('/job/DockerPruneNode/api/json?tree=name,builds[number,actions[parameters[name]]]{0,1}');
    expect(await shown.json()).toMatchObject({
      name: 'DockerPruneNode',
      builds: [
        {
          number: 1,
          actions: [{ parameters: [{ name: 'NODE' }, { name: 'CLUSTER' }, { name: 'REGION' }, { name: 'WOLFE_KEY' }] }],
        },
      ],
    });
    const none = await ask('/job/DockerPruneNode/api/json?tree=builds[number]{1,2}');
    expect(await none.json()).toEqual({ _class: 'hudson.model.FreeStyleProject', builds: [] });
  });

  it('says that more of a console is to come while a build runs', async () => {
    await post('/job/infra/job/hangs/buildWithParameters', { NODE: 'x' });
    await new Promise(setImmediate);
    const { headers } = await ask('/job/infra/job/hangs/1/logText/progressiveText?start=5');
    expect(headers.get('x-more-data')).toBe('true');
    expect(Number(headers.get('x-text-size'))).toBeGreaterThan(5);
  });

  it('goes on after a restart: results stay, what ran is aborted, what waited is built', async () => {
    await post('/job/DockerPruneNode/buildWithParameters', NODE);
    await post('/job/infra/job/hangs/buildWithParameters', { NODE: 'first' });
    await post('/job/infra/job/hangs/buildWithParameters', { NODE: 'second' });
    await new Promise(setImmediate);
    await server.close();
    await start();
    expect(server.builds('DockerPruneNode')).toMatchObject([{ number: 1, result: 'SUCCESS' }]);
    expect(server.builds('infra/hangs')).toMatchObject([
      { number: 2, result: null, parameters: { NODE: 'second' } },
      { number: 1, result: 'ABORTED', parameters: { NODE: 'first' } },
    ]);
    expect(effects(join(folder, 'effects'))).toHaveLength(1);
  });
});
