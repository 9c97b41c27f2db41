import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '#runbooks/bolt/start.ts';
import type { Wiring } from '#runbooks/sdk/system.ts';
import { bolt } from '#runbooks/systems/bolt.ts';
import { aFolder, type Folder } from '../bolt/scripts.ts';
import { wiring } from './wiring.ts';

const token = 'a-token-of-some-length';
let folder: Folder;
let agent: Agent;
beforeEach(async () => {
  folder = aFolder();
  folder.script('disk-usage.sh', 'reads', `printf '{"path":"%s","usedPercent":91}' "$BOLT_PATH"`);
  folder.script(
    'append.sh',
    'changes',
    `echo "$BOLT_LINE" >> ${folder.at('effects')}; wc -l < ${folder.at('effects')}`,
  );
  folder.script('broken.sh', 'changes', `echo run >> ${folder.at('effects')}; echo "no disk" >&2; exit 3`);
  folder.script('later.sh', 'changes', `test -e ${folder.at('ready')} || exit 75`);
  agent = await startAgent({
    scripts: [folder.scripts],
    state: folder.state,
    token,
    environment: { PATH: process.env.PATH },
  });
});
afterEach(async () => {
  await agent.close();
  folder.remove();
});

const client = (more: Partial<Wiring<{ token: string; url: string }>> = {}, secret = {}) =>
  bolt.connect(wiring({ token, url: agent.url.replace('127.0.0.1', '{instance}'), ...secret }, more));
const host = '127.0.0.1';
const effects = () =>
  existsSync(folder.at('effects')) ? readFileSync(folder.at('effects'), 'utf8').trim().split('\n') : [];

describe('bolt', () => {
  it('measures', async () => {
    expect(await client().measure(host, 'disk-usage', { path: '/var' })).toEqual({ path: '/var', usedPercent: 91 });
  });

  it('runs once for a step, however often the step is repeated', async () => {
    expect(await client().run(host, 'append', { line: 'a' })).toBe(1);
    expect(await client().run(host, 'append', { line: 'a' })).toBe(1);
    expect(effects()).toEqual(['a']);
  });

  it('runs each run of a step, equal ones among them', async () => {
    const inStep = async () => {
      const { run } = client();
      return [
        await run(host, 'append', { line: 'a' }),
        await run(host, 'append', { line: 'b' }),
        await run(host, 'append', { line: 'a' }),
      ];
    };
    expect(await inStep()).toEqual([1, 2, 3]);
    expect(await inStep()).toEqual([1, 2, 3]);
    expect(effects()).toEqual(['a', 'b', 'a']);
  });

  it('runs again for another execution', async () => {
    await client().run(host, 'append', { line: 'a' });
    await client({ idempotencyKey: 'execution-2/prune' }).run(host, 'append', { line: 'a' });
    expect(effects()).toEqual(['a', 'a']);
  });

  it('tells how a script failed and does not run it again', async () => {
    for (const _ of ['first', 'repeat']) {
      await expect(client().run(host, 'broken')).rejects.toMatchObject({
        name: 'TerminalError',
        message: 'bolt: broken on 127.0.0.1 exited with 3. It said: no disk',
      });
    }
    expect(effects()).toEqual(['run']);
  });

  it('may be repeated when the script asks for it', async () => {
    await expect(client().run(host, 'later')).rejects.toMatchObject({ name: 'RetryableError' });
    writeFileSync(folder.at('ready'), '');
    expect(await client().run(host, 'later')).toBeNull();
  });

  it('is refused once another execution has the lock of the target', async () => {
    await client({ target: 'ec2:i-1', fence: 7 }).run(host, 'append', { line: 'a' });
    await expect(client({ target: 'ec2:i-1', fence: 6 }).run(host, 'append', { line: 'b' })).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('fenced: Lock 7 of ec2:i-1 has been here; lock 6 is no longer valid.'),
    });
    expect(effects()).toEqual(['a']);
  });

  it('may be repeated when the agent is away, since the key makes it safe', async () => {
    await agent.close();
    await expect(client().run(host, 'append', { line: 'a' })).rejects.toMatchObject({ name: 'RetryableError' });
  });

  it.each(['', '../x', 'a/b', 'a@b', 'a:80', '-x', 'a b', 'ü'])('asks no instance called "%s"', async (instance) => {
    await expect(client().measure(instance, 'disk-usage')).rejects.toThrow('names no instance');
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'a wrong token',
      () => client({}, { token: 'wrong-token' }).measure(host, 'disk-usage'),
      "Check the token in the secret of 'bolt'",
    ],
    ['an unknown script', () => client().measure(host, 'gone'), 'There is no script gone. There are: '],
    ['a measure that changes things', () => client().measure(host, 'append'), 'Call it in a remediate step, with run.'],
  ])('says what to do about %s', async (_, ask, message) => {
    await expect(ask()).rejects.toMatchObject({ name: 'TerminalError', message: expect.stringContaining(message) });
  });
});
