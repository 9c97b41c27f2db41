import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readScripts } from '#runbooks/bolt/scripts.ts';
import { bundle } from '#runbooks/sdk/bundle.ts';
import { verifyBundle } from '#runbooks/sdk/digest.ts';

const library = fileURLToPath(new URL('../../../../runbooks/library', import.meta.url));
const folders = await readdir(library);

describe.each(folders)('the library runbook %s', (name) => {
  const folder = join(library, name);

  it('bundles, and is named like its folder', async () => {
    const made = await bundle(folder);
    expect(made.runbook).toBe(name);
    expect(() => verifyBundle(made)).not.toThrow();
  });

  it('has its suggested rule, sample alerts and a test', async () => {
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['rule.yaml', 'runbook.test.ts']));
    expect(await readdir(join(folder, 'alerts'))).not.toEqual([]);
  });
});

it.each(folders.filter((name) => existsSync(join(library, name, 'scripts'))))(
  'the agent takes every script of %s',
  async (name) => {
    const folder = join(library, name, 'scripts');
    const scripts = await readScripts([folder]);
    expect([...scripts.values()].map(({ path }) => relative(folder, path)).sort()).toEqual(
      (await readdir(folder)).sort(),
    );
  },
);

describe('the scripts of clear-full-disk', () => {
  it('are declared for what they do', async () => {
    const scripts = await readScripts([join(library, 'clear-full-disk/scripts')]);
    expect(Object.fromEntries([...scripts].map(([name, { kind }]) => [name, kind]))).toEqual({
      'disk-usage': 'reads',
      'docker-prune': 'changes',
    });
  });
});
