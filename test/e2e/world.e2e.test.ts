import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '#infra/local/loopback.ts';
import { decisionOn, diskPressure, executionFor } from './alerts.ts';
import { listening, noProc } from './listening.ts';
import { aWorld, type LocalWorld } from './world.ts';

const start = resolve(import.meta.dirname, '../../infra/local/start.ts');
const run = promisify(execFile);

describe('the local world', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await aWorld();
  });
  afterAll(() => world?.stop());

  it.skipIf(noProc)('listens on 127.0.0.1 only', () => {
    const addresses = listening(world.pid);
    expect(addresses).toContain(new URL(world.url).host);
    expect(addresses.filter((address) => !address.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('lets only its owner read its tokens', () => {
    for (const file of ['endpoint.json', 'secrets.json']) expect(statSync(join(world.data, file)).mode & 0o077).toBe(0);
  });

  it('runs the rule of the library on an alert, once, and tells people', async () => {
    const response = await world.post('plain', diskPressure('node-1'));
    expect(response.status).toBe(202);
    const { execution, steps } = await world.ended(await executionFor(world, 'node-1'));
    expect(execution).toMatchObject({ status: 'succeeded', outcome: { kind: 'effective' } });
    expect(steps.every(({ status }) => status === 'succeeded')).toBe(true);
    expect(world.effects().map(({ NODE }) => NODE)).toEqual(['node-1']);
  });

  it('keeps what it knows over a restart, and knows the same alert again', async () => {
    await world.kill();
    await world.restart();
    const before = await decisionOn(world, 'node-1');
    await world.post('plain', diskPressure('node-1', before.alert?.startsAt));
    const again = await world.eventually('a second decision', async () => {
      const { items } = await world.api('listDecisions', { query: { kind: 'duplicate' } });
      return items[0];
    });
    expect(again.episode).toBe(before.episode);
    expect(world.effects()).toHaveLength(1);
  });

  it('is alone on its folder', async () => {
    const second = run(process.execPath, [start, '--no-demo', '--data', world.data, '--port', '0']);
    await expect(second).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is in use by another world'),
    });
  });
});

describe('npm start', () => {
  it('shows a run to its end, on a port of its own when the usual one is taken', async () => {
    const other = createServer();
    const { port } = new URL(await listen(other));
    const world = await aWorld({ args: ['--port', port], demo: true });
    try {
      const text = await world.eventually('an end of the demo', () =>
        /^Next: /m.test(world.output()) ? world.output() : undefined,
      );
      expect(text).toContain(`Port ${port} is another program's`);
      expect(world.url).not.toContain(port);
      expect(text).toMatch(/decided +\d+ ms: started by rule node-disk-pressure → runbook jenkins-job/);
      expect(text).toMatch(/✓ +build succeeded \(verify\)/);
      expect(text).toMatch(/succeeded, effective after/);
      expect(text).toMatch(/told +slack/);
      expect(text).toMatch(/told +jira: INFRA-1/);
      expect(readFileSync(join(world.data, 'effects.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
    } finally {
      other.close();
      await world.stop();
    }
  });
});
