import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { answerError, noRoute, tooLarge } from './answer-error.ts';
import type { AuditWorld } from './audit.ts';
import { type RouteName, routes } from './contract.ts';
import { type FrontWorld, ownPagesOnly, person } from './front.ts';
import { type AlertsWorld, alerts } from './routes/alerts.ts';
import { type ApprovalsWorld, approvals } from './routes/approvals.ts';
import { type DecisionsWorld, decisions } from './routes/decisions.ts';
import { type ExecutionsWorld, executions } from './routes/executions.ts';
import { type HeartbeatsWorld, heartbeats } from './routes/heartbeats.ts';
import { type MappingsWorld, mappings } from './routes/mappings.ts';
import { type RulesWorld, rules } from './routes/rules.ts';
import { type RunbooksWorld, runbooks } from './routes/runbooks.ts';
import { type SwitchesWorld, switches } from './routes/switches.ts';
import { type WhoamiWorld, whoami } from './routes/whoami.ts';
import { type Handle, type Handlers, type StudioEnv, serve } from './serve.ts';

/** What the API needs from the world: what each noun needs. */
export type StudioWorld = FrontWorld &
  AuditWorld &
  AlertsWorld &
  ApprovalsWorld &
  DecisionsWorld &
  ExecutionsWorld &
  HeartbeatsWorld &
  MappingsWorld &
  RulesWorld &
  RunbooksWorld &
  SwitchesWorld &
  WhoamiWorld;

/** Bytes of the largest body: a rule set of ten thousand rules, within what a Lambda is handed. */
const maxBodyBytes = 5 * 1024 * 1024;

/** The HTTP API behind Studio and the CLI. It answers no other origin: there are no CORS headers at all. */
export const studio = (world: StudioWorld): Hono<StudioEnv> => {
  const handlers: Handlers<RouteName> = {
    ...whoami(world),
    ...alerts(world),
    ...mappings(world),
    ...heartbeats(world),
    ...executions(world),
    ...decisions(world),
    ...approvals(world),
    ...runbooks(world),
    ...rules(world),
    ...switches(world),
  };
  const app = new Hono<StudioEnv>();
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      xFrameOptions: 'DENY',
    }),
    async (c, next) => {
      await next();
      c.header('cache-control', 'no-store');
    },
    bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge }),
    person(world),
    ownPagesOnly,
  );
  for (const name of Object.keys(routes) as RouteName[])
    app.on(routes[name].method, routes[name].path, serve(name, handlers[name] as Handle<never>, world));
  app.notFound(noRoute);
  app.onError(answerError);
  return app;
};
