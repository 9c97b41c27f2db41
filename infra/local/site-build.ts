import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const top = join(import.meta.dirname, '../..');
const web = join(top, 'functions/studio/web');
const cache = join(top, 'node_modules/.cache/wolfe-site');
/** Digest of the sources that the built site was made of. */
const marker = join(cache, 'sources.sha256');

/** Where the built site is. */
export const site = join(web, 'dist');

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !/^(dist|docs)$/.test(relative(web, file).split(sep)[0]!));

/** Over all that the site is made of: its own files, the contract and what that says, and the versions of the packages. */
const digestOfSources = (): string => {
  const files = [
    ...filesIn(web),
    ...filesIn(join(top, 'functions/studio/contract')),
    ...filesIn(join(top, 'functions/core')),
    join(top, 'functions/studio/contract.ts'),
    join(top, 'package-lock.json'),
  ];
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(`${relative(top, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
};

const isFresh = (digest: string): boolean =>
  existsSync(join(site, 'index.html')) && existsSync(marker) && readFileSync(marker, 'utf8') === digest;

/** Puts a finished build in the place of the old one; what is served is always whole. */
const swap = (made: string, digest: string): void => {
  const old = `${made}-old`;
  if (existsSync(site)) renameSync(site, old);
  renameSync(made, site);
  rmSync(old, { recursive: true, force: true });
  writeFileSync(marker, digest);
};

/**
 * Builds Studio's site in a process of its own, if its sources have changed since the last time. Nothing waits for it: until it is
 * there the front door says so.
 * @param log is told what goes wrong.
 */
export const buildSite = (log: (text: string) => void): { done: Promise<void>; close(): void } => {
  const digest = digestOfSources();
  if (isFresh(digest)) return { done: Promise.resolve(), close: () => {} };
  mkdirSync(cache, { recursive: true });
  const made = join(cache, String(process.pid));
  const vite = spawn(
    process.execPath,
    [join(top, 'node_modules/vite/bin/vite.js'), 'build', web, '--outDir', made, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: top, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [vite.stdout, vite.stderr]) stream.on('data', (text) => log(`building Studio: ${text}`));
  const finish = async (): Promise<void> => {
    const [code] = await once(vite, 'close');
    if (code === 0) swap(made, digest);
    else rmSync(made, { recursive: true, force: true });
  };
  return {
    done: finish().catch((error: Error) => log(`building Studio: ${error.message}\n`)),
    close: () => void vite.kill(),
  };
};
