import { z } from 'zod';

/** `/config.json`: how people sign in. A deployed site has the OIDC form; the one that is built has the token form. */
const config = z.union([
  z.object({ signIn: z.literal('token') }),
  z.object({
    signIn: z.literal('oidc'),
    issuer: z.url(),
    clientId: z.string().min(1),
    scope: z.string().default('openid email profile'),
    /** Which of the issuer's tokens the API's authorizer takes. */
    bearer: z.enum(['id_token', 'access_token']).default('id_token'),
    /** Where to sign out; the issuer's own end-session endpoint when absent. */
    signOut: z.url().optional(),
  }),
]);
export type Config = z.output<typeof config>;
export type OidcConfig = Extract<Config, { signIn: 'oidc' }>;

let read: Promise<Config> | undefined;

/** Reads how people sign in; once. */
export const readConfig = (): Promise<Config> => {
  read ??= fetch('/config.json', { cache: 'no-cache' })
    .then((response) => response.json())
    .then((value) => config.parse(value));
  return read;
};
