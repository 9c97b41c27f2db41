import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '#runbooks/sdk/bundle.ts';
import { canonical, digestOf, verifyBundle } from '#runbooks/sdk/digest.ts';
import type { BundleCode, Manifest } from '#runbooks/sdk/wire.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const library = join(root, 'runbooks/library');

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'wolfe-bundle-test-'));
});
afterAll(() => rm(scratch, { recursive: true }));

/** A checkout of the rooms that a bundle is made from, somewhere else. */
const aCheckout = async (at: string) => {
  const folder = join(scratch, at);
  await mkdir(folder, { recursive: true });
  await cp(join(root, 'runbooks'), join(folder, 'runbooks'), { recursive: true });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
};

/** A runbook's file in a checkout, with the given text. */
const aRunbook = async (name: string, text: string) => {
  const folder = join(scratch, 'authors/runbooks/library', name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'runbook.ts'), text);
  return folder;
};
beforeAll(() => aCheckout('authors'));

describe('a bundle', () => {
  it('holds code that runs by itself, and what is known without running it', async () => {
    const { files, runbook } = await bundle(join(library, 'jenkins-job'));
    const alone = join(scratch, 'alone.mjs');
    await writeFile(alone, files['code.mjs']);
    const code: BundleCode = (await import(pathToFileURL(alone).href)).default;
    expect(code.kindOf('start the build')).toBe('remediate');
    expect(code.kindOf('nope')).toBeUndefined();

    const manifest: Manifest = JSON.parse(files['manifest.json']);
    expect(manifest).toMatchObject({
      runbook,
      owner: 'cloud-infra',
      target: 'jenkins:{job}({parameters})',
      params: { required: ['job'], additionalProperties: false, properties: { parameters: { default: {} } } },
      systems: [{ name: 'jenkins', secret: true }],
    });
    expect(manifest.steps.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'diagnose look at the job',
      'remediate start the build',
      'until build has a number',
      'until build has ended',
      'verify build succeeded',
    ]);
    expect(Object.keys(JSON.parse(files['machine.json']).States)).toContain('start the build');
  });

  it('is the same, wherever the checkout is', async () => {
    const here = await bundle(join(library, 'jenkins-job'));
    const elsewhere = await aCheckout('quite/another/place');
    const script = [
      "import { bundle } from '#runbooks/sdk/bundle.ts';",
      "console.log((await bundle('runbooks/library/jenkins-job/runbook.ts')).digest);",
    ];
    await writeFile(join(elsewhere, 'script.ts'), script.join('\n'));
    const { stdout } = await promisify(execFile)(process.execPath, ['script.ts'], { cwd: elsewhere });
    expect(stdout.trim()).toBe(here.digest);
  });

  it('has another digest when its code is another', async () => {
    const text = (limit: number) => `
      import * as z from 'zod';
      import { runbook } from '../../sdk/runbook.ts';
      export default runbook('one', { summary: 'One.', owner: 'me', params: z.object({}), systems: {} })
        .diagnose('measure', () => 5).endWhen('quiet', ({ measure }) => measure < ${limit});`;
    const before = await bundle(await aRunbook('one', text(80)));
    const after = await bundle(await aRunbook('one', text(90)));
    expect(after.digest).not.toBe(before.digest);
    expect(after.files['machine.json']).toBe(before.files['machine.json']);
  });

  it('is refused after any of its files was changed', async () => {
    const made = await bundle(join(library, 'jenkins-job'));
    for (const name of Object.keys(made.files) as (keyof typeof made.files)[]) {
      const changed = { ...made, files: { ...made.files, [name]: `${made.files[name]} ` } };
      expect(() => verifyBundle(changed)).toThrow(
        `The bundle of runbook jenkins-job is not what its digest says: expected ${made.digest}, found ${digestOf(changed.files)}`,
      );
    }
  });

  it('is not made of a runbook with problems: all are told', async () => {
    const folder = await aRunbook(
      'faulty',
      `import * as z from 'zod';
       import { runbook } from '../../sdk/runbook.ts';
       export default runbook('Faulty', { summary: '', owner: 'me', params: z.object({}), systems: {} })
         .diagnose('measure', () => 1).wait('settle', '1x');`,
    );
    const error = await bundle(folder).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'RunbookProblemsError', code: 'runbook-problems' });
    expect((error as { problems: { place: string }[] }).problems.map(({ place }) => place)).toEqual([
      'name',
      'summary',
      'step “settle”',
    ]);
    expect((error as Error).message).toMatch(/runbook\.ts:\n {2}name: “Faulty” cannot name a state machine; use a-z/);
  });

  it('is not made of a file that exports no runbook', async () => {
    await expect(bundle(await aRunbook('other', 'export default 5;'))).rejects.toThrow(
      'export default: it is no runbook',
    );
  });

  it('is not made where an import is missing: the place is told', async () => {
    const folder = await aRunbook('torn', "import './gone.ts'; export default 5;");
    await expect(bundle(folder)).rejects.toThrow(/runbook\.ts:1:7: ERROR: Could not resolve "\.\/gone\.ts"/);
  });
});

describe('canonical JSON', () => {
  it('is the same for equal values', () => {
    expect(canonical({ b: [{ z: 1, a: undefined }], a: 'x' })).toBe('{"a":"x","b":[{"z":1}]}');
    expect(canonical({ a: 'x', b: [{ z: 1 }] })).toBe(canonical({ b: [{ z: 1 }], a: 'x' }));
  });
});
