import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { forget, remember } from './bearer.ts';
import type { OidcConfig } from './config.ts';

/** Where the issuer sends people back to. */
export const callbackPath = '/signed-in';

/** Signing in at an OIDC issuer: authorization code with PKCE. */
export interface Oidc {
  /** Leaves for the issuer; comes back to the page that is in view. */
  signIn(): Promise<void>;
  /** Ends a sign-in that the issuer has sent back here; answers the page to go to. @throws when the issuer refused */
  finish(): Promise<string>;
  /** Signs out here and at the issuer, where that can be done. */
  signOut(): Promise<void>;
}

/** A page of ours to go back to, and nobody else's. */
const ours = (state: unknown): string =>
  typeof state === 'string' && /^\/(?!\/)/.test(state) && !state.startsWith(callbackPath) ? state : '/';

/** The sign-in of a deployed site. While the tab is open it renews in time, by refresh token: the site's policy allows no frames. */
export const oidc = ({ issuer, clientId, scope, bearer, signOut }: OidcConfig): Oidc => {
  const users = new UserManager({
    authority: issuer,
    client_id: clientId,
    scope,
    redirect_uri: location.origin + callbackPath,
    response_type: 'code',
    automaticSilentRenew: false,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
  users.events.addAccessTokenExpiring(async () => {
    const known = await users.getUser();
    const fresh = known?.refresh_token ? await users.signinSilent().catch(() => undefined) : undefined;
    const token = fresh?.[bearer];
    if (token) remember(token);
  });
  // Takes up the timer of a sign-in that a reload of the page has found.
  void users.getUser();
  return {
    signIn: () => users.signinRedirect({ state: location.pathname + location.search }),
    finish: async () => {
      const user = await users.signinRedirectCallback();
      const token = user[bearer];
      if (!token) throw new Error(`The issuer gave no ${bearer}.`);
      remember(token);
      return ours(user.state);
    },
    signOut: async () => {
      const user = await users.getUser();
      await users.removeUser();
      forget();
      if (signOut) location.assign(signOut);
      else if (await users.metadataService.getEndSessionEndpoint())
        await users.signoutRedirect({ id_token_hint: user?.id_token, post_logout_redirect_uri: location.origin });
    },
  };
};
