import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { studio } from '#functions/studio/app.ts';
import { contentSecurityPolicy } from '#infra/constructs/site.ts';
import { close, listen } from '#infra/local/loopback.ts';
import { sendSite, siteHeaders } from '#infra/local/site.ts';
import { site } from '#infra/local/site-build.ts';
import { aWorld } from '#test/unit/functions/studio/world.ts';

/** How a deployed site signs people in, and the token that its issuer gives to olaf. */
export interface Deployed {
  issuer: string;
  clientId: string;
  idToken: string;
}

/**
 * Studio over a world in memory that has every kind of person: `<name>-token` is the token of vera, olaf, otto, anna and ada.
 * @param deployed signs in at an issuer, under the policy of a deployed site, instead of by token.
 */
export const inMemory = async (deployed?: Deployed) => {
  const { world, ...rest } = aWorld();
  const tokens = async () => {
    const known = await world.tokens();
    if (!deployed) return known;
    const sha256 = createHash('sha256').update(deployed.idToken).digest('hex');
    return {
      tokens: [...known.tokens, { sha256, name: 'olaf', roles: ['operator' as const], teams: ['cloud-infra'] }],
    };
  };
  const api = getRequestListener(studio({ ...world, tokens, now: () => new Date() }).fetch);
  const headers = deployed && {
    ...siteHeaders,
    'content-security-policy': contentSecurityPolicy([deployed.issuer]),
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    if (pathname.startsWith('/api/')) return void api(request, response);
    if (pathname === '/config.json' && deployed) {
      const { issuer, clientId } = deployed;
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ signIn: 'oidc', issuer, clientId }));
    }
    sendSite(site, pathname, response, headers);
  });
  return { ...rest, url: await listen(server), stop: () => close(server) };
};
