import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '#runbooks/sdk/bundle.ts';
import type { Bundle } from '#runbooks/sdk/wire.ts';
import { bundleHandler } from './code.ts';

const top = fileURLToPath(new URL('..', import.meta.url));

/** What is made of the repository's own code before anything is deployed or run. */
export interface Built {
  /** Folder with `index.mjs` of a handler; bundled once, when first asked for. */
  code(entry: string): string;
  bundles: readonly Bundle[];
  /** Folder of the Studio site, once built. */
  site?: string;
  /** A folder for further files. */
  folder: string;
}

/** The bundles of the repository's own runbooks, by name. */
export const libraryBundles = async (): Promise<Bundle[]> => {
  const library = join(top, 'runbooks/library');
  const folders = (await readdir(library, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return Promise.all(
    folders
      .map(({ name }) => name)
      .sort()
      .map((name) => bundle(join(library, name))),
  );
};

/** Bundles the repository into `dist`, which git ignores. */
export const build = async (): Promise<Built> => {
  const folder = join(top, 'dist');
  const folders = new Map<string, string>();
  return {
    folder,
    bundles: await libraryBundles(),
    code: (entry) => {
      const made = folders.get(entry) ?? bundleHandler(entry, join(folder, entry.replace(/\.ts$/, '')));
      folders.set(entry, made);
      return made;
    },
  };
};
