import { createReadStream, existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** What CloudFront says with every page of a deployed site; a test holds it against the stack. */
export const siteHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** For the seconds before the first build is there; it looks again by itself. */
const notYet = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="1">
<title>Wolfe</title>
<p>Wolfe runs here, and Studio is being built; it comes by itself in a few seconds.
<p>Alerts: POST /v1/alerts/{source}. API: /api. On the command line: npx wolfe --help
`;

/** Files in it are named by their content. */
const isForEver = (path: string): boolean => path.startsWith('/assets/');

/**
 * Answers a path of Studio as the deployed site does: its file, or its first page, since pages of the app are no files.
 * @param site folder of the built site; may not be there yet.
 */
export const sendSite = (
  site: string,
  path: string,
  response: ServerResponse,
  headers: Record<string, string> = siteHeaders,
): void => {
  const asked = join(site, normalize(path));
  const isFile = existsSync(asked) && statSync(asked).isFile();
  const file = isFile ? asked : join(site, 'index.html');
  if (!existsSync(file)) {
    response.writeHead(200, { ...headers, 'content-type': types['.html'], 'cache-control': 'no-cache' });
    response.end(notYet);
    return;
  }
  if (!isFile && isForEver(path)) {
    // Of an earlier build: the first page in its place would only be taken for a broken script.
    response.writeHead(404, { ...headers, 'content-type': 'text/plain' }).end('This build is gone.\n');
    return;
  }
  response.writeHead(200, {
    ...headers,
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': isForEver(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  createReadStream(file).pipe(response);
};
