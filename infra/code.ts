import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';

const top = fileURLToPath(new URL('..', import.meta.url));

/** How a handler is bundled, for Lambda and the local world alike: one ESM file for Node 24 with everything inside. */
export const handlerBuild = {
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

/**
 * Bundles one handler.
 * @param entry path of the handler from the top of the repository.
 * @param folder where `index.mjs` is written.
 * @returns the folder.
 */
export const bundleHandler = (entry: string, folder: string): string => {
  mkdirSync(folder, { recursive: true });
  buildSync({ ...handlerBuild, entryPoints: [entry], outfile: join(folder, 'index.mjs') });
  return folder;
};
