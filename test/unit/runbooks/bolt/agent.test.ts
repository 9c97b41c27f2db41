import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '#runbooks/bolt/start.ts';
import { aFolder, type Folder } from './scripts.ts';

const token = 'a-token-of-some-length';
let folder: Folder;
let agent: Agent;
const start = async () => {
  agent = await startAgent({
    scripts: [folder.scripts],
    state: folder.state,
    token,
    concurrency: 2,
    environment: { PATH: process.env.PATH },
    graceSeconds: 0.05,
  });
};
beforeEach(async () => {
  folder = aFolder();
  folder.script('echo.sh', 'reads', `printf '{"path":"%s","age":"%s"}' "$BOLT_PATH" "$BOLT_MAX_AGE"`);
  folder.script('environment.sh', 'reads', `printf '"%s"' "$(env | cut -d= -f1 | sort | tr '\\n' ' ')"`);
  folder.script('prose.sh', 'reads', 'echo plenty');
  folder.script('silent.sh', 'reads', 'true');
  folder.script('broken.sh', 'reads', 'echo "no disk" >&2; exit 3');
  folder.script('chatty.sh', 'reads', 'head -c 300000 /dev/zero; head -c 300000 /dev/zero | tr "\\0" e >&2');
  folder.script(
    'stubborn.sh',
    'reads',
    `trap "" TERM; sleep 600 & echo $! > ${folder.at('child')}; while :; do sleep 600; done`,
  );
  folder.script('leaves.sh', 'reads', `sleep 600 & echo $! > ${folder.at('child')}; echo 1`);
  folder.script('append.sh', 'changes', `echo "$BOLT_LINE" >> ${folder.at('effects')}; echo '{"ok":true}'`);
  folder.script('later.sh', 'changes', `test -e ${folder.at('ready')} || exit 75; echo run >> ${folder.at('effects')}`);
  // Runs until the test opens the gate, so that no test depends on how long a process takes.
  folder.script(
    'gate.sh',
    'changes',
    `echo run >> ${folder.at('effects')}; until test -e ${folder.at('open')}; do sleep 0.02; done; echo 1`,
  );
  await start();
});
afterEach(async () => {
  await agent.close();
  folder.remove();
});

const ask = async (path: string, body: unknown = {}, authorization = `Bearer ${token}`) => {
  const response = await fetch(`${agent.url}/v1/${path}`, {
    method: 'POST',
    headers: { authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
};
const effects = () =>
  existsSync(folder.at('effects')) ? readFileSync(folder.at('effects'), 'utf8').trim().split('\n') : [];
const exists = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A process that nobody has reaped is dead all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
/** Waits for what another process does, looking until the test's own timeout. */
const until = async (holds: () => boolean) => {
  while (!holds()) await setTimeout(5);
};

describe('a measure', () => {
  it('gets its arguments as variables, whatever is in them', async () => {
    const path = '$(touch x);`id`/../ü';
    expect(await ask('measure/echo', { args: { path, maxAge: 3 } })).toEqual({
      status: 200,
      body: { state: 'done', value: { path, age: '3' }, stderr: '', ms: expect.any(Number) },
    });
  });

  it('sees no variable of the agent but those meant for it', async () => {
    const { body } = await ask('measure/environment', { args: { a: true } });
    expect(
      body.value
        .trim()
        .split(' ')
        .filter((name: string) => !/^(_|PWD|OLDPWD|SHLVL)$/.test(name)),
    ).toEqual(['BOLT_A', 'PATH']);
  });

  it('answers nothing as null', async () => {
    expect((await ask('measure/silent')).body).toMatchObject({ state: 'done', value: null });
  });

  it.each([
    ['broken', { reason: 'exited with 3', stderr: 'no disk\n' }],
    ['prose', { reason: 'wrote no JSON to standard output: plenty\n' }],
    ['chatty', { reason: 'wrote more than 262144 bytes to standard output', stderr: 'e'.repeat(16_384) }],
  ])('tells how %s failed', async (script, failure) => {
    expect((await ask(`measure/${script}`)).body).toMatchObject({ state: 'failed', ...failure });
  });

  it('is ended after its time with all of its processes, however it resists', async () => {
    const { body } = await ask('measure/stubborn', { timeoutSeconds: 2 });
    expect(body).toMatchObject({ state: 'failed', reason: 'did not end within 2 s', timedOut: true });
    await until(() => !exists(Number(readFileSync(folder.at('child'), 'utf8'))));
  });

  it('leaves no process behind', async () => {
    expect((await ask('measure/leaves')).body).toMatchObject({ value: 1 });
    await until(() => !exists(Number(readFileSync(folder.at('child'), 'utf8'))));
  });

  it('may not change things', async () => {
    expect(await ask('measure/append')).toMatchObject({
      status: 403,
      body: { error: { code: 'script changes things' } },
    });
    expect(effects()).toEqual([]);
  });
});

describe('a run', () => {
  const request = { args: { line: 'once' }, key: 'execution-1' };

  it('has its effect once for a key, and answers the same again', async () => {
    const answers = [await ask('run/append', request), await ask('run/append', request)];
    await agent.close();
    await start();
    answers.push(await ask('run/append', request));
    expect(answers[0]).toMatchObject({ status: 200, body: { state: 'done', value: { ok: true } } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(effects()).toEqual(['once']);
  });

  it('has its effect once when the same key comes at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('run/append', request)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(effects()).toEqual(['once']);
  });

  it('says that it still runs, and is attached to by its key', async () => {
    const gate = { key: 'execution-1', waitSeconds: 0 };
    expect(await ask('run/gate', gate)).toEqual({ status: 202, body: { state: 'running' } });
    expect(await ask('run/gate', gate)).toEqual({ status: 202, body: { state: 'running' } });
    writeFileSync(folder.at('open'), '');
    expect(await ask('run/gate', { ...gate, waitSeconds: 20 })).toMatchObject({ status: 200, body: { value: 1 } });
    expect(effects()).toEqual(['run']);
  });

  it('is not run again when the agent ended before it did', async () => {
    await ask('run/gate', { key: 'execution-1', waitSeconds: 0 });
    await until(() => effects().length > 0);
    await agent.close();
    await start();
    expect(await ask('run/gate', { key: 'execution-1' })).toMatchObject({
      status: 409,
      body: { error: { code: 'unknown outcome' } },
    });
    expect(effects()).toEqual(['run']);
  });

  it('may ask to be run later and is then run for the same key', async () => {
    expect((await ask('run/later', { key: 'execution-1' })).body).toMatchObject({ state: 'failed', later: true });
    writeFileSync(folder.at('ready'), '');
    expect((await ask('run/later', { key: 'execution-1' })).body).toMatchObject({ state: 'done' });
    expect((await ask('run/later', { key: 'execution-1' })).body).toMatchObject({ state: 'done' });
    expect(effects()).toEqual(['run']);
  });

  it('refuses a key that was used for something else', async () => {
    await ask('run/append', request);
    for (const [script, args] of [
      ['append', { line: 'twice' }],
      ['gate', { line: 'once' }],
    ] as const) {
      expect(await ask(`run/${script}`, { ...request, args })).toMatchObject({
        status: 409,
        body: { error: { code: 'key reused' } },
      });
    }
    expect(effects()).toEqual(['once']);
  });

  it('refuses the holder of an older lock, of the same target only', async () => {
    const fenced = (key: string, target: string, lock: number) =>
      ask('run/append', { args: { line: key }, key: `key-of-${key}`, fence: { target, token: lock } });
    expect((await fenced('new', 'ec2:i-1', 7)).status).toBe(200);
    expect(await fenced('old', 'ec2:i-1', 6)).toMatchObject({
      status: 409,
      body: { error: { code: 'fenced', message: 'Lock 7 of ec2:i-1 has been here; lock 6 is no longer valid.' } },
    });
    expect((await fenced('same', 'ec2:i-1', 7)).status).toBe(200);
    expect((await fenced('other', 'ec2:i-2', 1)).status).toBe(200);
    expect(effects()).toEqual(['new', 'same', 'other']);
  });

  it('waits outside when all places are taken, without spending its key', async () => {
    for (const key of ['execution-1', 'execution-2']) await ask('run/gate', { key, waitSeconds: 0 });
    expect(await ask('run/append', request)).toMatchObject({ status: 409 });
    const other = { ...request, key: 'execution-3' };
    expect(await ask('run/append', other)).toMatchObject({ status: 429, body: { error: { code: 'busy' } } });
    writeFileSync(folder.at('open'), '');
    for (const key of ['execution-1', 'execution-2']) await ask('run/gate', { key });
    expect((await ask('run/append', other)).status).toBe(200);
  });
});

describe('the agent', () => {
  it.each([
    ['no token', ''],
    ['a wrong token', 'Bearer wrong'],
    ['the start of the token', `Bearer ${token.slice(0, -1)}`],
  ])('turns away %s', async (_, authorization) => {
    expect((await ask('run/append', { key: 'execution-1' }, authorization)).status).toBe(401);
    expect(effects()).toEqual([]);
  });

  it.each([
    ['run/append', '{', 'The body is no JSON.'],
    ['run/append', {}, 'key: Invalid input'],
    ['run/append', { key: 'execution-1', shell: 'rm' }, 'Unrecognized key: "shell"'],
    ['run/append', { key: 'execution-1', args: { 'A=B': 'x' } }, 'a name starts with a small letter'],
    ['run/append', { key: 'execution-1', args: { line: 'a\0b' } }, 'args.line: '],
    ['run/append', { key: '../../x/y', args: {} }, 'key: 8 to 128 letters'],
  ])('says what is wrong with %s %o', async (path, body, message) => {
    const answer = await ask(path, body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad request' } } });
    expect(answer.body.error.message).toContain(message);
    expect(effects()).toEqual([]);
  });

  it.each(['gone', '..%2Fchild', '%2Fbin%2Fsh', 'append.sh'])('knows no script %s', async (name) => {
    expect(await ask(`run/${name}`, { key: 'execution-1' })).toMatchObject({
      status: 404,
      body: { error: { code: 'no such script' } },
    });
  });

  it('takes no large body', async () => {
    expect((await ask('measure/echo', { args: { path: 'x'.repeat(70_000) } })).status).toBe(413);
  });

  it('lists its scripts', async () => {
    const response = await fetch(`${agent.url}/v1/scripts`, { headers: { authorization: `Bearer ${token}` } });
    expect(await response.json()).toContainEqual({ name: 'append', kind: 'changes' });
  });

  it('takes no weak token', async () => {
    await expect(
      startAgent({ scripts: [], state: folder.at('other'), token: 'short', environment: {} }),
    ).rejects.toThrow('16 or more');
  });
});
