import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteFile } from '#functions/publisher/site.ts';

const dist = join(import.meta.dirname, '../functions/studio/web/dist');

/** The files of the Studio site. */
export type Site = SiteFile[];

/** The site was not built, so there is nothing to deploy. */
export class NotBuiltError extends Error {
  override name = 'NotBuiltError';
}

/** Reads the built site; how people sign in is written at the deploy. @throws NotBuiltError when there is none */
export const readSite = (): Site => {
  if (!existsSync(join(dist, 'index.html')))
    throw new NotBuiltError('The Studio site is not built; run `npm run build:web`, then try again.');
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => ({ path: file.slice(dist.length + 1), base64: readFileSync(file, 'base64') }));
};
