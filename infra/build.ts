import { bundleFunctions } from './code.ts';
import { type Library, readLibrary } from './library.ts';
import { readSite, type Site } from './site.ts';

/** What is made of the repository's own code before it is deployed. */
export interface Built extends Library {
  /** Path of each Lambda's file, by the name of the function. */
  code: Record<string, string>;
  site: Site;
}

/** Bundles the Lambdas and the library, and takes the Studio site as `npm run build:web` made it. @throws NotBuiltError */
export const build = async (): Promise<Built> => {
  const site = readSite();
  const [library, { code }] = await Promise.all([readLibrary(), bundleFunctions()]);
  return { ...library, code, site };
};
