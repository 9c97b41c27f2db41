import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { useLive } from '../api/use-live.ts';
import { Problem } from '../parts/problem.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { bearer, onBearer, wasRefused } from './bearer.ts';
import { readConfig } from './config.ts';
import { MeContext } from './me.tsx';
import { SignIn } from './sign-in.tsx';

/** Resumes the renewal of a sign-in at an issuer when the page was loaded with one. */
const resume = async (): Promise<void> => {
  const config = await readConfig();
  if (config.signIn === 'oidc') (await import('./oidc.ts')).oidc(config);
};

/** Shows the rest of Studio to somebody the API knows, and the sign-in to everybody else. */
export const SignedIn = ({ children }: { children: ReactNode }) => {
  const token = useSyncExternalStore(onBearer, bearer);
  const { answer: me, problem, again } = useLive('whoami', token ? {} : undefined);
  useEffect(() => {
    if (bearer()) void resume().catch(() => {});
  }, []);
  if (!token) return <SignIn refused={wasRefused()} />;
  if (me) return <MeContext value={me}>{children}</MeContext>;
  return problem ? <Problem problem={problem} again={again} /> : <Waiting />;
};
