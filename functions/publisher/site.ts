import { extname } from 'node:path';
import type { Page } from '../adapters/assets.ts';

/** One file of the Studio site, as a deploy carries it. */
export interface SiteFile {
  /** From the top of the site, with slashes. */
  path: string;
  base64: string;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Files in `assets/` are named by their content; all others are asked for again each time. */
const isForEver = (path: string): boolean => path.startsWith('assets/');

/**
 * The pages of a site in the order to bring them: what a page names is there before the page.
 * @param config what `config.json` says here: how people sign in.
 */
export const pagesOf = (files: SiteFile[], config: object): Page[] => {
  const pages = files.map(({ path, base64 }) => ({
    path,
    body: path === 'config.json' ? Buffer.from(JSON.stringify(config)) : Buffer.from(base64, 'base64'),
    type: types[extname(path)] ?? 'application/octet-stream',
    cacheControl: isForEver(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  }));
  return [...pages.filter(({ path }) => isForEver(path)), ...pages.filter(({ path }) => !isForEver(path))];
};
