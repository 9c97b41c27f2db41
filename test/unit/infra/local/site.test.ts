import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '#infra/constructs/site.ts';
import { close, listen } from '#infra/local/loopback.ts';
import { sendSite, siteHeaders } from '#infra/local/site.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each();
});

const serve = async (site: string): Promise<string> => {
  const server = createServer((request, response) => sendSite(site, request.url ?? '/', response));
  closing.push(() => close(server));
  return listen(server);
};

const aSite = (): string => {
  const site = mkdtempSync(join(tmpdir(), 'wolfe-site-'));
  mkdirSync(join(site, 'assets'));
  writeFileSync(join(site, 'index.html'), '<h1>Studio</h1>');
  writeFileSync(join(site, 'assets/page-1.js'), 'export {}');
  return site;
};

describe('the site of the local world', () => {
  it('has the policy of the deployed one', () => {
    expect(siteHeaders['content-security-policy']).toBe(contentSecurityPolicy([]));
  });

  it('says it with every answer', async () => {
    const url = await serve(aSite());
    for (const path of ['/', '/executions/x', '/assets/page-1.js', '/assets/gone.js']) {
      const { headers } = await fetch(url + path);
      expect(Object.fromEntries(headers)).toMatchObject(siteHeaders);
    }
  });

  it('keeps what is named by its content, and asks again for all else', async () => {
    const url = await serve(aSite());
    const cacheOf = async (path: string) => (await fetch(url + path)).headers.get('cache-control');
    expect(await cacheOf('/assets/page-1.js')).toContain('immutable');
    expect(await cacheOf('/')).toBe('no-cache');
  });

  it('has no page in the place of a script that is gone', async () => {
    expect((await fetch(`${await serve(aSite())}/assets/page-0.js`)).status).toBe(404);
  });

  it('says that it is being built until it is there', async () => {
    const response = await fetch(`${await serve(join(tmpdir(), 'no-such-site'))}/rules`);
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('being built')]);
  });
});
