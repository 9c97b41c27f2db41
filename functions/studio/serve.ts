import type { Context } from 'hono';
import type { z } from 'zod';
import { may, type Person } from './access.ts';
import { type AuditWorld, auditEntry } from './audit.ts';
import { type ChangeName, type PathParams, type Route, type RouteName, type Routes, routes } from './contract.ts';
import { forbidden, RefusedError } from './refusal.ts';

/** What hono carries along for us. */
export interface StudioEnv {
  Bindings: { event?: { requestContext?: { authorizer?: { jwt?: { claims?: Record<string, unknown> } } } } };
  Variables: { person: Person };
}

/** A question that was checked against the contract, and who asks it. */
export interface Asked<R extends Route> {
  params: PathParams<R['path']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
  person: Person;
}

/** Answers a route's question. @throws RefusedError for what the caller has to put right. */
export type Handle<R extends Route> = (asked: Asked<R>) => Promise<z.input<R['answer']>>;

/** The handles of some routes; a noun's file makes those of its noun. */
export type Handlers<N extends RouteName> = { [K in N]: Handle<Routes[K]> };

/** @throws RefusedError with every fault and its place. */
const checked = <T extends z.ZodType>(schema: T, value: unknown, where: 'query' | 'body'): z.output<T> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RefusedError(400, {
    code: 'invalid',
    message: `The ${where} of the request does not fit this route.`,
    cure: 'Put right what is listed in faults.',
    faults: result.error.issues.map(({ path, message }) => ({ path: [where, ...path].join('.'), problem: message })),
  });
};

const bodyOf = async (c: Context): Promise<unknown> => {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RefusedError(400, {
      code: 'invalid',
      message: `The body is not JSON: ${(error as Error).message}.`,
      cure: 'Send one JSON document.',
    });
  }
};

/** Puts a route behind its checks: the person's role, the question's form; then the answer's form, and the audit of a change. */
export const serve =
  <N extends RouteName>(name: N, handle: Handle<Routes[N]>, world: AuditWorld) =>
  async (c: Context<StudioEnv>): Promise<Response> => {
    const route: Route = routes[name];
    const person = c.get('person');
    if (!may(person, name))
      throw forbidden(
        `${person.name} may not do this (${name}): it takes another role.`,
        'Ask an admin for the role; `wolfe whoami` and GET /api/v1/whoami say which you have.',
      );
    const asked = {
      params: c.req.param(),
      query: checked(route.query, c.req.query(), 'query'),
      body: route.method === 'GET' ? undefined : checked(route.body, await bodyOf(c), 'body'),
      person,
    };
    const answer = route.answer.parse(await handle(asked as unknown as Asked<Routes[N]>));
    if (route.changes) await world.audit(auditEntry(name as ChangeName, asked, answer, world.now()));
    return c.json(answer as object);
  };
