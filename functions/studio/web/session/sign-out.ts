import { forget } from './bearer.ts';
import { readConfig } from './config.ts';

/** Signs out of this tab, and at the issuer that signed in. */
export const signOut = async (): Promise<void> => {
  try {
    const config = await readConfig();
    if (config.signIn === 'oidc') await (await import('./oidc.ts')).oidc(config).signOut();
  } finally {
    // Whatever the issuer does, nobody is signed in here any more.
    forget();
  }
};
