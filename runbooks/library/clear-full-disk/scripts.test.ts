import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let scratch: string;
let folder: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'clear-full-disk-'));
  folder = join(scratch, 'data');
  await mkdir(folder);
});
afterEach(() => rm(scratch, { recursive: true }));

/** Runs a script as the agent does: arguments in the environment, JSON on stdout. */
const run = async (script: 'disk-usage' | 'docker-prune', args: Record<string, string>, path = process.env.PATH) => {
  const file = fileURLToPath(new URL(`./scripts/${script}.sh`, import.meta.url));
  const env = Object.fromEntries(Object.entries(args).map(([name, value]) => [`BOLT_${name.toUpperCase()}`, value]));
  const { stdout } = await promisify(execFile)(file, [], { cwd: scratch, env: { ...env, PATH: path } });
  return JSON.parse(stdout) as Record<string, number>;
};

const file = async (name: string, bytes: number, minutesOld = 0) => {
  const path = join(folder, name);
  await writeFile(path, Buffer.alloc(bytes));
  const changed = new Date(Date.now() - minutesOld * 60_000);
  await utimes(path, changed, changed);
};

describe('disk-usage', () => {
  it('measures the bytes of a folder against a capacity', async () => {
    const empty = await run('disk-usage', { path: folder, capacity: '1000000' });
    await file('layer', 600_000);
    const full = await run('disk-usage', { path: folder, capacity: '1000000' });
    expect(full.usedBytes! - empty.usedBytes!).toBe(600_000);
    expect(full.usedPercent).toBeCloseTo((100 * full.usedBytes!) / 1_000_000, 1);
  });

  it('measures the file system when no capacity is given', async () => {
    const found = await run('disk-usage', { path: folder });
    expect(found.capacityBytes).toBeGreaterThan(found.usedBytes!);
    expect(found.usedPercent).toBeCloseTo((100 * found.usedBytes!) / found.capacityBytes!, 1);
  });

  it('counts nothing behind a link', async () => {
    await writeFile(join(scratch, 'outside'), Buffer.alloc(600_000));
    const before = await run('disk-usage', { path: folder, capacity: '1000000' });
    await symlink(scratch, join(folder, 'link'));
    const after = await run('disk-usage', { path: folder, capacity: '1000000' });
    expect(after.usedBytes! - before.usedBytes!).toBeLessThan(1000);
  });
});

describe('docker-prune', () => {
  it('removes old files and keeps young ones', async () => {
    await file('.prunable', 0, 600);
    await file('old', 5000, 120);
    await file('young', 3000, 10);
    expect(await run('docker-prune', { path: folder, minutes: '60' })).toEqual({ freedBytes: 5000, removed: 1 });
    expect((await readdir(folder)).sort()).toEqual(['.prunable', 'young']);
  });

  it('removes files of any age when minutes is 0, and the second time nothing', async () => {
    await file('.prunable', 0);
    await mkdir(join(folder, 'deep'));
    await file('deep/a', 10);
    await file('b', 20);
    expect(await run('docker-prune', { path: folder, minutes: '0' })).toEqual({ freedBytes: 30, removed: 2 });
    expect(await run('docker-prune', { path: folder, minutes: '0' })).toEqual({ freedBytes: 0, removed: 0 });
  });

  it('refuses a folder that was not given up for it', async () => {
    await file('precious', 10);
    await expect(run('docker-prune', { path: folder, minutes: '0' })).rejects.toThrow('holds no file .prunable');
    expect(await readdir(folder)).toEqual(['precious']);
  });

  it('removes nothing behind a link', async () => {
    const outside = join(scratch, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'precious'), 'x');
    await file('.prunable', 0);
    await symlink(outside, join(folder, 'link'));
    await symlink(join(outside, 'precious'), join(folder, 'file-link'));
    expect(await run('docker-prune', { path: folder, minutes: '0' })).toEqual({ freedBytes: 0, removed: 0 });
    expect(existsSync(join(outside, 'precious'))).toBe(true);
  });

  it("leaves Docker's own folder to Docker", async () => {
    const said = join(scratch, 'said');
    await mkdir(join(scratch, 'bin'));
    const docker = join(scratch, 'bin', 'docker');
    await writeFile(
      docker,
      `#!/bin/sh\ncase $1 in info) echo '${folder}' ;; *) echo "$@" >'${said}'; printf 'Deleted Images:\\nuntagged: a\\ndeleted: sha256:1\\n' ;; esac\n`,
    );
    await chmod(docker, 0o755);
    await file('layer', 10, 999);
    const found = await run(
      'docker-prune',
      { path: folder, minutes: '60' },
      `${join(scratch, 'bin')}:${process.env.PATH}`,
    );
    expect(found.removed).toBe(1);
    expect(await readdir(folder)).toEqual(['layer']);
    expect(await readFile(said, 'utf8')).toBe('system prune --force --filter until=60m\n');
  });
});

describe.each(['disk-usage', 'docker-prune'] as const)('%s', (script) => {
  it.each([
    ['$(touch x)', 'path is not absolute'],
    ['/$(touch x)', 'path is no folder'],
    ['/tmp; touch x', 'path is no folder'],
    ['--help', 'path is not absolute'],
    ['', 'the argument path is missing'],
  ])('takes %j for a text and no command', async (path, message) => {
    await expect(run(script, { path })).rejects.toThrow(message);
    expect(await readdir(scratch)).toEqual(['data']);
  });

  it('refuses a link in place of the folder', async () => {
    const link = join(scratch, 'link');
    await symlink(folder, link);
    await expect(run(script, { path: link })).rejects.toThrow('path is a symbolic link');
  });

  it('refuses a number that is none', async () => {
    const name = script === 'disk-usage' ? 'capacity' : 'minutes';
    await expect(run(script, { path: folder, [name]: '1; touch x' })).rejects.toThrow(`${name} is not a whole number`);
    expect(await readdir(scratch)).toEqual(['data']);
  });
});
