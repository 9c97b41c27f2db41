import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { functions, runner } from './topology.ts';

const top = join(import.meta.dirname, '..');
const cache = join(top, 'node_modules/.cache/wolfe');

/** Source files of all Lambdas, by the name of the function; one serves every runbook's runner. */
const entries: Record<string, string> = {
  ...Object.fromEntries(Object.entries(functions).map(([name, { entry }]) => [name, entry])),
  runner: runner.entry,
};

const settings = {
  absWorkingDir: top,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  keepNames: true,
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'error',
  // Some dependencies are CommonJS and call require for Node's own modules.
  banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
} as const satisfies BuildOptions;

/** The code of the Lambdas, by function name: `<name>.mjs`, alone in its folder. */
export interface Bundles {
  /** Absolute paths. */
  code: Record<string, string>;
  bytes: Record<string, number>;
}

/** Keeps a file in a folder named by its content, so that processes at the same time cannot disturb each other. @returns its path */
export const keepFile = (name: string, contents: string | Uint8Array): string => {
  const hash = createHash('sha256').update(name).update(contents).digest('hex').slice(0, 16);
  const file = join(cache, 'files', hash, name);
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = join(cache, `${hash}.${process.pid}`);
  writeFileSync(unfinished, contents);
  renameSync(unfinished, file);
  return file;
};

const stamp = (file: string): string => {
  const { mtimeMs, size } = statSync(join(top, file));
  return `${mtimeMs} ${size}`;
};

interface Kept {
  settings: string;
  /** Stamps of all files that went in. */
  inputs: Record<string, string>;
  bundles: Bundles;
}

const index = join(cache, 'lambdas.json');
const settingsText = JSON.stringify({ entries, settings });

const stillGood = (): Bundles | undefined => {
  try {
    const kept: Kept = JSON.parse(readFileSync(index, 'utf8'));
    const same =
      kept.settings === settingsText &&
      Object.entries(kept.inputs).every(([input, was]) => stamp(input) === was) &&
      Object.values(kept.bundles.code).every(existsSync);
    return same ? kept.bundles : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Bundles the Lambdas, for AWS and the local world alike: one ES module each with everything inside. Made anew only when a file
 * that went in has changed.
 */
export const bundleFunctions = async (): Promise<Bundles> => {
  const kept = stillGood();
  if (kept) return kept;

  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    ...settings,
    entryPoints: entries,
    outdir: cache,
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
  });
  const bundles: Bundles = { code: {}, bytes: {} };
  for (const { path, contents } of outputFiles) {
    const file = path.slice(cache.length + 1);
    const name = file.slice(0, -'.mjs'.length);
    bundles.code[name] = keepFile(file, contents);
    bundles.bytes[name] = contents.byteLength;
  }
  const inputs = Object.fromEntries(
    [...Object.keys(metafile.inputs), 'package.json'].map((input) => [input, stamp(input)]),
  );
  writeFileSync(`${index}.${process.pid}`, JSON.stringify({ settings: settingsText, inputs, bundles } satisfies Kept));
  renameSync(`${index}.${process.pid}`, index);
  return bundles;
};
