import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { handlerBuild } from '#infra/code.ts';

/** The code of the Lambdas, by function name. */
export interface Bundles {
  /** Absolute paths. */
  code: Record<string, string>;
  bytes: Record<string, number>;
}

const project = resolve(import.meta.dirname, '../../..');

const stamp = (file: string): string => {
  const { mtimeMs, size } = statSync(join(project, file));
  return `${mtimeMs} ${size}`;
};

interface Kept {
  entries: Record<string, string>;
  /** Stamps of all files that went in. */
  inputs: Record<string, string>;
  bundles: Bundles;
}

const stillGood = (file: string, entries: Record<string, string>): Bundles | undefined => {
  try {
    const kept: Kept = JSON.parse(readFileSync(file, 'utf8'));
    const same =
      JSON.stringify(kept.entries) === JSON.stringify(entries) &&
      Object.entries(kept.inputs).every(([input, was]) => stamp(input) === was) &&
      Object.values(kept.bundles.code).every(existsSync);
    return same ? kept.bundles : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Bundles the Lambdas as a deployment would: one ES module each, everything inside. Made anew only when a file that went in has
 * changed; worlds of one checkout share the result.
 * @param entries source files by function name, relative to the project
 */
export const bundleFunctions = async (entries: Record<string, string>): Promise<Bundles> => {
  const folder = join(project, 'node_modules/.cache/wolfe');
  const index = join(folder, 'lambdas.json');
  const kept = stillGood(index, entries);
  if (kept) return kept;

  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    ...handlerBuild,
    entryPoints: entries,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
  });
  const bundles: Bundles = { code: {}, bytes: {} };
  for (const { path, contents } of outputFiles) {
    const name = path.slice(folder.length + 1, -'.mjs'.length);
    // Named by content: a world that runs keeps its file when another bundles anew.
    const home = join(folder, 'lambdas', createHash('sha256').update(contents).digest('hex').slice(0, 16));
    mkdirSync(home, { recursive: true });
    const file = join(home, `${name}.mjs`);
    writeFileSync(`${file}.${process.pid}`, contents);
    renameSync(`${file}.${process.pid}`, file);
    bundles.code[name] = file;
    bundles.bytes[name] = contents.byteLength;
  }
  const inputs = Object.fromEntries(
    [...Object.keys(metafile.inputs), 'package.json'].map((input) => [input, stamp(input)]),
  );
  writeFileSync(`${index}.${process.pid}`, JSON.stringify({ entries, inputs, bundles } satisfies Kept));
  renameSync(`${index}.${process.pid}`, index);
  return bundles;
};
