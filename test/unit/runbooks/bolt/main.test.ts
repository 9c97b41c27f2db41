import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aFolder, type Folder } from './scripts.ts';

const main = new URL('../../../../runbooks/bolt/main.ts', import.meta.url).pathname;
const token = 'a-token-of-some-length';
let folder: Folder;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = aFolder();
  folder.script('hang.sh', 'changes', `echo run >> ${folder.at('effects')}; echo $$ > ${folder.at('pid')}; sleep 600`);
  writeFileSync(folder.at('token'), `${token}\n`);
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  folder.remove();
});

const run = (...args: string[]) => {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
};
const said = async (child: ChildProcess) => {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const [code] = await once(child, 'close');
  return { code, text };
};
const started = async () => {
  const child = run(
    '--scripts',
    folder.scripts,
    '--state',
    folder.state,
    '--token-file',
    folder.at('token'),
    '--port',
    '0',
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^bolt listens on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (url) return { child, url };
  }
  throw new Error('the agent did not start');
};
const hang = (url: string) =>
  fetch(`${url}/v1/run/hang`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ key: 'execution-1', waitSeconds: 1 }),
  });

describe('bolt as a program', () => {
  it('helps with an example', async () => {
    const { code, text } = await said(run('--help'));
    expect(code).toBe(0);
    expect(text).toContain('Example: node runbooks/bolt/main.ts --scripts');
  });

  it.each([
    [[], '--scripts, --state and --token-file are needed'],
    [['--scrips', 'x'], "Unknown option '--scrips'"],
    [['--scripts', '/nowhere', '--state', '/tmp', '--token-file', '/nowhere'], 'ENOENT'],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, text } = await said(run(...args));
    expect(code).toBe(2);
    expect(text).toContain(message);
  });

  it('does not run again what ran when it was killed', async () => {
    const first = await started();
    expect((await hang(first.url)).status).toBe(202);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    process.kill(-Number(readFileSync(folder.at('pid'), 'utf8')), 'SIGKILL');

    const second = await started();
    const answer = await hang(second.url);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ error: { code: 'unknown outcome' } });
    expect(readFileSync(folder.at('effects'), 'utf8')).toBe('run\n');
  });

  it('ends when asked to, with what it runs', async () => {
    const { child, url } = await started();
    await hang(url);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(() => process.kill(Number(readFileSync(folder.at('pid'), 'utf8')), 0)).toThrow('ESRCH');
  });
});
