import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { asl } from './asl.ts';
import { check, type Problem } from './check.ts';
import { canonical, digestOf } from './digest.ts';
import { manifest } from './manifest.ts';
import type { RunbookValue } from './runbook.ts';
import type { Bundle } from './wire.ts';

/** A runbook that cannot be bundled; `problems` holds all of its faults. */
export class RunbookProblemsError extends Error {
  override name = 'RunbookProblemsError';
  readonly code = 'runbook-problems';
  readonly problems: Problem[];

  constructor(file: string, problems: Problem[]) {
    super([`${file}:`, ...problems.map(({ place, problem, cure }) => `  ${place}: ${problem}; ${cure}`)].join('\n'));
    this.problems = problems;
  }
}

/**
 * Makes the bundle of a runbook: one ESM file with all that it imports, its manifest and its state machine. The same input
 * gives the same bytes and so the same digest, wherever the checkout is.
 * @param path the runbook's file, or its folder with a `runbook.ts`.
 * @throws RunbookProblemsError with all problems; esbuild's own error where the code does not parse or an import is missing.
 */
export const bundle = async (path: string): Promise<Bundle> => {
  const file = (await stat(path)).isDirectory() ? resolve(path, 'runbook.ts') : resolve(path);
  const code = await codeOf(file);
  const runbook = await valueIn(code);
  if (!isRunbook(runbook)) {
    const cure = "write `export default runbook('name', …)`";
    throw new RunbookProblemsError(file, [{ place: 'export default', problem: 'it is no runbook', cure }]);
  }
  const problems = check(runbook);
  if (problems.length > 0) throw new RunbookProblemsError(file, problems);
  const files = {
    'code.mjs': code,
    'manifest.json': canonical(manifest(runbook)),
    'machine.json': canonical(asl(runbook)),
  };
  return { runbook: runbook.name, digest: digestOf(files), files };
};

// Dependencies in CommonJS ask for Node's own modules with `require`, which an ES module does not have.
const banner = "import{createRequire}from'node:module';const require=createRequire('file:///code.mjs');";

const codeOf = async (file: string): Promise<string> => {
  const performer = fileURLToPath(new URL('./perform.ts', import.meta.url));
  const entry = [
    `import runbook from ${JSON.stringify(`./${basename(file)}`)};`,
    `import { performer } from ${JSON.stringify(performer)};`,
    'export { runbook };',
    'export default performer(runbook);',
  ];
  const { outputFiles } = await build({
    stdin: { contents: entry.join('\n'), resolveDir: dirname(file), sourcefile: 'entry.ts', loader: 'ts' },
    absWorkingDir: dirname(file),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    charset: 'utf8',
    legalComments: 'none',
    // Names stay, for stack traces; comments, in which esbuild puts paths, do not.
    minifyWhitespace: true,
    minifySyntax: true,
    banner: { js: banner },
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
};

/** The value inside the very code that will run; from a file, since a data URL would fill every stack trace. */
const valueIn = async (code: string): Promise<unknown> => {
  const folder = await mkdtemp(join(tmpdir(), 'wolfe-bundle-'));
  try {
    const file = join(folder, 'code.mjs');
    await writeFile(file, code);
    return (await import(pathToFileURL(file).href)).runbook;
  } finally {
    await rm(folder, { recursive: true });
  }
};

const isRunbook = (value: unknown): value is RunbookValue =>
  typeof value === 'object' && value !== null && 'steps' in value && 'params' in value && 'systems' in value;
