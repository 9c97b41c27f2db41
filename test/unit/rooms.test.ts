import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which room may import from which; the first pattern that holds a file is its room. */
const rooms = [
  {
    room: 'runbooks/library',
    holds: /^runbooks\/library\//,
    may: ['runbooks/sdk', 'runbooks/systems', 'runbooks/library'],
  },
  { room: 'runbooks/sdk', holds: /^runbooks\/sdk\//, may: ['runbooks/sdk'] },
  { room: 'runbooks/bolt', holds: /^runbooks\/bolt\//, may: ['runbooks/sdk', 'runbooks/bolt'] },
  {
    room: 'runbooks/systems',
    holds: /^runbooks\/systems\//,
    may: ['runbooks/sdk', 'runbooks/systems', 'runbooks/bolt'],
  },
  { room: 'functions/core', holds: /^functions\/core\//, may: ['functions/core', 'runbooks/sdk'] },
  {
    room: 'functions/adapters',
    holds: /^functions\/adapters\//,
    may: ['functions/adapters', 'functions/core', 'runbooks/sdk', 'runbooks/systems'],
  },
  {
    room: 'functions/studio/web',
    holds: /^functions\/studio\/web\//,
    may: ['functions/studio/web', 'functions/studio/contract.ts'],
  },
  {
    room: 'functions',
    holds: /^functions\/(ingest|matcher|runner|recorder|approvals|publisher|keeper|studio)\//,
    may: ['functions', 'runbooks/sdk', 'runbooks/systems'],
  },
  { room: 'infra', holds: /^infra\//, may: ['infra', 'functions', 'runbooks', 'package.json'] },
  { room: 'test', holds: /^test\//, may: ['test', 'infra', 'functions', 'runbooks'] },
] as const;

/** Files outside the rooms: the fixed top level. */
const top = new Set([
  ...['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json', 'biome.json', 'vitest.config.ts', 'README.md'],
  ...['LICENSE', '.gitignore', '.npmrc', '.node-version', '.ci/run', '.gitattributes'],
]);

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter(Boolean);

const roomOf = (file: string) => rooms.find(({ holds }) => holds.test(file));

/** The file or package that an import names, as a path from the top. */
const resolve = (from: string, specifier: string): string =>
  specifier.startsWith('#')
    ? specifier.slice(1)
    : specifier.startsWith('.')
      ? posix.normalize(posix.join(dirname(from), specifier))
      : specifier;

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3])!);

const code = tracked.filter((file) => /\.(ts|tsx|js|mjs)$/.test(file) && roomOf(file));

describe('the rooms', () => {
  it('hold every file', () => {
    expect(tracked.filter((file) => !roomOf(file) && !top.has(file))).toEqual([]);
  });

  it('import to the left only', () => {
    const wrong = code.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.') || specifier.startsWith('#'))
        .map((specifier) => resolve(file, specifier))
        .filter((to) => !roomOf(file)!.may.some((allowed) => to === allowed || to.startsWith(`${allowed}/`)))
        .map((to) => `${file} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keep the clock, randomness and the environment out of core and sdk', () => {
    const pure = code.filter((file) => /^(functions\/core|runbooks\/sdk)\//.test(file));
    const reads = /\bprocess\.env\b|\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)|\brandomUUID\(|\brandomBytes\(/;
    expect(pure.filter((file) => reads.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('read the environment in one place', () => {
    const others = code.filter((file) => file.startsWith('functions/') && file !== 'functions/adapters/env.ts');
    expect(others.filter((file) => /\bprocess\.env\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('are read by a pattern that sees every form of import', () => {
    const seen = code.reduce((sum, file) => sum + importsOf(file).length, 0);
    expect(seen).toBeGreaterThan(20);
  });
});
