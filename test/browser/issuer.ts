import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { close, listen } from '#infra/local/loopback.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An OIDC issuer that signs one person in without asking, and gives a token only to who began the sign-in (PKCE). */
export const issuer = async (clientId: string) => {
  let challenge: string | null = null;
  let url = '';
  const idToken = () =>
    `${part({ alg: 'none' })}.${part({ iss: url, aud: clientId, sub: 'olaf', exp: 4e9, iat: 1 })}.unsigned`;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const json = (status: number, value: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
        .end(JSON.stringify(value));
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          end_session_endpoint: `${url}/end`,
        });
      case '/authorize': {
        challenge = searchParams.get('code_challenge');
        const answer = new URLSearchParams({ code: 'one-use', state: searchParams.get('state') ?? '' });
        return response.writeHead(302, { location: `${searchParams.get('redirect_uri')}?${answer}` }).end();
      }
      case '/token': {
        const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
        const proof = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (form.get('code') !== 'one-use' || proof !== challenge) return json(400, { error: 'invalid_grant' });
        return json(200, { id_token: idToken(), access_token: 'for others', token_type: 'Bearer', expires_in: 3600 });
      }
      case '/end':
        return response.writeHead(302, { location: searchParams.get('post_logout_redirect_uri') ?? url }).end();
      default:
        return json(404, {});
    }
  });
  url = await listen(server);
  return { url, idToken: idToken(), stop: () => close(server) };
};
