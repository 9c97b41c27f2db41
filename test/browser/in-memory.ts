import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { studio } from '#functions/studio/app.ts';
import { close, listen } from '#infra/local/loopback.ts';
import { sendSite } from '#infra/local/site.ts';
import { site } from '#infra/local/site-build.ts';
import { aWorld } from '#test/unit/functions/studio/world.ts';

/** Studio over a world in memory that has every kind of person: `<name>-token` is the token of vera, olaf, otto, anna and ada. */
export const inMemory = async () => {
  const { world, ...rest } = aWorld();
  const answer = getRequestListener(studio({ ...world, now: () => new Date() }).fetch);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    if (pathname.startsWith('/api/')) return void answer(request, response);
    sendSite(site, pathname, response);
  });
  return { ...rest, url: await listen(server), stop: () => close(server) };
};
