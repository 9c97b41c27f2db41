import { Box, Button, Container, Form, FormField, Header, Input } from '@cloudscape-design/components';
import { type FormEvent, useEffect, useState } from 'react';
import { asProblem, type ProblemError } from '../api/problem.ts';
import { Problem } from '../parts/problem.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { go, usePlace } from '../router/place.ts';
import { remember } from './bearer.ts';
import { type Config, readConfig } from './config.ts';
import type { Oidc } from './oidc.ts';

const ByToken = ({ refused }: { refused: boolean }) => {
  const [token, setToken] = useState('');
  const enter = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim()) remember(token.trim());
  };
  return (
    <form onSubmit={enter}>
      <Form actions={<Button variant="primary">Sign in</Button>}>
        <FormField
          label="API token"
          description={
            <>
              <code>npm start</code> prints it, and an address that brings it along.
            </>
          }
          errorText={refused ? 'The API does not know this token. A new one may have been made since.' : undefined}
        >
          <Input value={token} onChange={({ detail }) => setToken(detail.value)} type="password" autoFocus />
        </FormField>
      </Form>
    </form>
  );
};

const ByOidc = ({ config }: { config: Extract<Config, { signIn: 'oidc' }> }) => {
  const { path, query } = usePlace();
  const [oidc, setOidc] = useState<Oidc>();
  const [problem, setProblem] = useState<ProblemError>();
  const isBack = path === '/signed-in' && (query.has('code') || query.has('error'));
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer of the issuer can be used once.
  useEffect(() => {
    let gone = false;
    void (async () => {
      try {
        const made = (await import('./oidc.ts')).oidc(config);
        if (gone) return;
        setOidc(made);
        if (isBack) go(await made.finish(), { replace: true });
      } catch (error) {
        setProblem(asProblem(error));
      }
    })();
    return () => {
      gone = true;
    };
  }, []);
  if (isBack && !problem) return <Waiting />;
  return (
    <>
      <Problem problem={problem} />
      <Box margin={{ top: 's' }}>
        <Button
          variant="primary"
          disabled={!oidc}
          onClick={() => oidc?.signIn().catch((error) => setProblem(asProblem(error)))}
        >
          Sign in
        </Button>
      </Box>
    </>
  );
};

/** How somebody becomes known: by the token of a local world, or at the issuer of a deployed one. */
export const SignIn = ({ refused }: { refused: boolean }) => {
  const [config, setConfig] = useState<Config>();
  const [problem, setProblem] = useState<ProblemError>();
  useEffect(() => {
    document.title = 'Sign in · Wolfe Studio';
    readConfig().then(setConfig, (error) => setProblem(asProblem(error)));
  }, []);
  return (
    <main className="sign-in">
      <Container header={<Header variant="h1">Wolfe Studio</Header>}>
        <Box variant="p">What happened to your alerts, and why.</Box>
        <Problem problem={problem} />
        {config?.signIn === 'oidc' && <ByOidc config={config} />}
        {config?.signIn === 'token' && <ByToken refused={refused} />}
      </Container>
    </main>
  );
};
