import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { personOfClaims, personOfToken, type TokensSecret } from './person.ts';
import { forbidden, RefusedError } from './refusal.ts';
import type { StudioEnv } from './serve.ts';

/** What the front needs to know people. */
export interface FrontWorld {
  tokens(): Promise<TokensSecret>;
}

const changes = (method: string): boolean => !['GET', 'HEAD'].includes(method);

/** Whether a browser says that a page of somebody else's sends this. Programs send neither header. */
const isForeign = (header: (name: string) => string | undefined): boolean => {
  const site = header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = header('origin');
  // A browser that says same-origin is right even where a proxy in between has changed the host.
  if (origin === undefined || site === 'same-origin') return false;
  return URL.parse(origin)?.host !== header('host');
};

/** No page of another origin may change anything, nor anything be sent as what a plain form can send. */
export const ownPagesOnly: MiddlewareHandler = createMiddleware(async (c, next) => {
  if (changes(c.req.method)) {
    if (isForeign((name) => c.req.header(name)))
      throw forbidden('A page of another origin sent this.', 'Use Studio, or call the API from a program.');
    if (!/^application\/json(;|$)/i.test(c.req.header('content-type') ?? ''))
      throw new RefusedError(415, {
        code: 'not json',
        message: 'The request does not say that it is JSON.',
        cure: 'Send the header content-type: application/json.',
      });
  }
  await next();
});

/** Finds out who asks; nothing behind this is reached without a person. */
export const person = (world: FrontWorld): MiddlewareHandler<StudioEnv> =>
  createMiddleware<StudioEnv>(async (c, next) => {
    const found =
      personOfClaims(c.env?.event?.requestContext?.authorizer?.jwt?.claims) ??
      personOfToken(c.req.header('authorization'), await world.tokens());
    if (!found)
      throw new RefusedError(401, {
        code: 'not known',
        message: 'No token, or none that is known here.',
        cure: 'Send the header authorization: Bearer <token>; `npm start` prints one for the local world.',
      });
    c.set('person', found);
    await next();
  });
