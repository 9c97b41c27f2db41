import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandler } from './code.ts';
import { type Library, readLibrary } from './library.ts';

const top = fileURLToPath(new URL('..', import.meta.url));

/** What is made of the repository's own code before anything is deployed or run. */
export interface Built extends Readonly<Library> {
  /** Folder with `index.mjs` of a handler; bundled once, when first asked for. */
  code(entry: string): string;
  /** Folder of the Studio site, once built. */
  site?: string;
  /** A folder for further files. */
  folder: string;
}

/** Bundles the repository into `dist`, which git ignores. */
export const build = async (): Promise<Built> => {
  const folder = join(top, 'dist');
  const folders = new Map<string, string>();
  return {
    ...(await readLibrary()),
    folder,
    code: (entry) => {
      const made = folders.get(entry) ?? bundleHandler(entry, join(folder, entry.replace(/\.ts$/, '')));
      folders.set(entry, made);
      return made;
    },
  };
};
