import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepConsole, tapConsole } from '#functions/runner/console.ts';
import { loader } from '#functions/runner/load.ts';
import { redactor } from '#functions/runner/redact.ts';
import { digestOf } from '#runbooks/sdk/digest.ts';
import type { Bundle, StepReply } from '#runbooks/sdk/wire.ts';

describe('redaction', () => {
  const { learn, redact, redactIn } = redactor();
  learn({
    url: 'https://jenkins.example/',
    hook: 'https://hooks.example/services/T1/B2',
    user: 'wolfe',
    token: 'p"ss/wörd',
    pin: 1234,
    short: 'abc',
    nested: [{ key: 'secret-longer' }, 'secret'],
  });

  it.each([
    ['as it is', 'with p"ss/wörd!', 'with ***!'],
    ['in a URL', `?t=${encodeURIComponent('p"ss/wörd')}`, '?t=***'],
    ['in JSON', JSON.stringify({ t: 'p"ss/wörd' }), '{"t":"***"}'],
    ['in base64', Buffer.from('p"ss/wörd').toString('base64'), '***'],
    ['contained in a longer one', 'secret-longer', '***'],
    ['an address that is a credential', 'POST https://hooks.example/services/T1/B2', 'POST ***'],
    [
      'but no plain address, account or short word',
      'wolfe at https://jenkins.example/ abc',
      'wolfe at https://jenkins.example/ abc',
    ],
  ])('blots out a secret %s', (_, text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it('keeps the shape of a value', () => {
    expect(redactIn({ secret: ['secret', 1234, null, { a: true }] })).toEqual({
      '***': ['***', 1234, null, { a: true }],
    });
  });
});

describe('the console of a step', () => {
  const written: unknown[][] = [];
  const target = { ...console, log: (...values: unknown[]) => written.push(values) } as unknown as Console;
  tapConsole(target);
  beforeEach(() => {
    written.length = 0;
  });

  it('is kept for the step that writes, and for no other', async () => {
    const one = stepConsole((text) => text.replaceAll('s3cret', '***'));
    const two = stepConsole((text) => text);
    await Promise.all([
      one.run(async () => {
        await Promise.resolve();
        target.log('one %s', 's3cret', { a: 1 });
      }),
      two.run(async () => target.log('two')),
    ]);
    target.log('neither', 1);
    expect([one.text(), two.text()]).toEqual(['one *** { a: 1 }\n', 'two\n']);
    expect(written).toEqual([['two'], ['one *** { a: 1 }'], ['neither', 1]]);
  });

  it('is cut at 16 KB, and says how much more there was', async () => {
    const { run, text } = stepConsole((line) => line);
    await run(async () => {
      target.log('x'.repeat(16 * 1024 - 3));
      target.log('12345');
      target.log('more');
    });
    expect(text()).toBe(`${'x'.repeat(16 * 1024 - 3)}\n12\n… and 9 characters more`);
  });

  it('is nothing when nothing was written', () => {
    expect(stepConsole((line) => line).text()).toBeUndefined();
  });
});

describe('loading', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wolfe-load-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const bundle = (code: string): Bundle => {
    const files = { 'code.mjs': code, 'manifest.json': '{"runbook":"greet"}', 'machine.json': '{}' };
    return { runbook: 'greet', digest: digestOf(files), files };
  };
  const says = (what: string) =>
    bundle(`export default { kindOf: () => 'diagnose', perform: async () => ({ value: ${JSON.stringify(what)} }) };`);

  it('runs the bundle’s own code, keeps it warm by digest, and leaves no file', async () => {
    const all = new Map([says('hello'), says('goodbye')].map((one) => [one.digest, one]));
    const read: string[] = [];
    const load = loader(async (digest) => {
      read.push(digest);
      return all.get(digest)!;
    }, folder);
    const values: unknown[] = [];
    for (const digest of [...all.keys(), ...all.keys()]) {
      const { code, manifest } = await load(digest);
      values.push([manifest.runbook, ((await code.perform(null!, null!)) as StepReply).value]);
    }
    expect(values).toEqual([
      ['greet', 'hello'],
      ['greet', 'goodbye'],
      ['greet', 'hello'],
      ['greet', 'goodbye'],
    ]);
    expect(read).toEqual([...all.keys()]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('forgets the bundle that was used longest ago', async () => {
    const all = new Map(Array.from({ length: 9 }, (_, index) => says(`${index}`)).map((one) => [one.digest, one]));
    const read: string[] = [];
    const load = loader(async (digest) => {
      read.push(digest);
      return all.get(digest)!;
    }, folder);
    const [first = '', ...rest] = all.keys();
    for (const digest of [first, ...rest, rest[0] ?? '', first]) await load(digest);
    expect(read).toEqual([first, ...rest, first]);
  });

  it('names runbook and file in a stack trace', async () => {
    const one = bundle(
      "export default { kindOf: () => 'diagnose', perform: async () => { throw new Error('no such disk'); } };",
    );
    const { code } = await loader(async () => one, folder)(one.digest);
    const error = await code.perform(null!, null!).catch((caught: Error) => caught);
    expect((error as Error).stack).toContain(`greet-${one.digest.slice(0, 12)}.mjs:1`);
  });

  it('says which bundle does not load, and tries again the next time', async () => {
    const broken = bundle('export default {');
    const load = loader(async () => broken, folder);
    for (const _ of [1, 2])
      await expect(load(broken.digest)).rejects.toMatchObject({
        name: 'TerminalError',
        message: expect.stringMatching(
          new RegExp(
            `^The code of runbook greet \\(digest ${broken.digest}\\) cannot be loaded: .+\\. Correct it and publish it again\\.$`,
          ),
        ),
      });
  });
});
