import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TerminalError } from '#runbooks/sdk/errors.ts';
import type { Bundle, BundleCode, Manifest } from '#runbooks/sdk/wire.ts';

/** A bundle ready to run. */
export interface Loaded {
  code: BundleCode;
  manifest: Manifest;
}

/** Executions are pinned to their digest, so a few are at work at once around a release. */
const kept = 8;

/** Imports from a file, so that stack traces name runbook and digest; the file is not needed after that. */
const codeOf = async ({ runbook, digest, files }: Bundle, folder: string): Promise<BundleCode> => {
  const home = await mkdtemp(join(folder, 'wolfe-'));
  try {
    const file = join(home, `${runbook}-${digest.slice(0, 12)}.mjs`);
    await writeFile(file, files['code.mjs']);
    return (await import(pathToFileURL(file).href)).default;
  } catch (error) {
    throw new TerminalError(
      `The code of runbook ${runbook} (digest ${digest}) cannot be loaded: ${(error as Error).message}. ` +
        'Correct it and publish it again.',
      { cause: error },
    );
  } finally {
    await rm(home, { recursive: true });
  }
};

/**
 * Loads bundles and keeps the last used ones warm, by digest.
 * @param bundle reads one from the bucket; it has verified the hash.
 * @param folder for temporary files.
 */
export const loader = (bundle: (digest: string) => Promise<Bundle>, folder: string) => {
  const warm = new Map<string, Loaded>();
  return async (digest: string): Promise<Loaded> => {
    let loaded = warm.get(digest);
    if (!loaded) {
      const cold = await bundle(digest);
      loaded = { code: await codeOf(cold, folder), manifest: JSON.parse(cold.files['manifest.json']) };
    }
    // Last used is last in the map.
    warm.delete(digest);
    warm.set(digest, loaded);
    if (warm.size > kept) warm.delete(warm.keys().next().value!);
    return loaded;
  };
};
