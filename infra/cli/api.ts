import {
  type Answer,
  type Ask,
  type Problem,
  problem,
  type RouteName,
  type Routes,
  routes,
} from '#functions/studio/contract.ts';
import type { Endpoint } from './endpoint.ts';
import { CommandError, type ExitCode } from './exit.ts';

/** Calls a route by its name; what goes out and comes back is the contract's. */
export type Api = <N extends RouteName>(name: N, ask: Ask<Routes[N]>) => Promise<Answer<Routes[N]>>;

/** The API gives up before this. */
const patienceMs = 35_000;

const exitOf = (status: number): ExitCode =>
  status === 401 || status === 403 ? 3 : [400, 413, 415, 422].includes(status) ? 2 : 1;

const refusal = (status: number, { message, cure, faults = [] }: Problem): CommandError =>
  new CommandError(
    exitOf(status),
    message,
    cure,
    faults.map(({ path, problem: what, cure: how, ...where }) =>
      [where.file, where.rule, `${path}: ${what}`, how && `(${how})`].filter(Boolean).join('  '),
    ),
  );

const address = (url: string, path: string, ask: Record<string, unknown>): string => {
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(ask[name])));
  const query = Object.entries((ask.query as object | undefined) ?? {}).filter(([, value]) => value !== undefined);
  return `${url}${filled}${query.length > 0 ? `?${new URLSearchParams(query.map(([k, v]) => [k, String(v)]))}` : ''}`;
};

/**
 * The API at an endpoint.
 * @throws CommandError when nobody answers, for every refusal, and for an answer that another version of Wolfe gave.
 */
export const api =
  ({ url, token }: Endpoint): Api =>
  async (name, ask) => {
    const route = routes[name];
    const response = await fetch(address(url, route.path, ask as unknown as Record<string, unknown>), {
      method: route.method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(route.method !== 'GET' && { 'content-type': 'application/json' }),
      },
      body: route.method === 'GET' ? undefined : JSON.stringify(ask.body ?? {}),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    }).catch((error: Error) => {
      const why = (error.cause as { code?: string } | undefined)?.code ?? error.name;
      throw new CommandError(3, `No Wolfe answers at ${url} (${why}).`, 'Run `npm start` or set WOLFE_URL.');
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) {
      const told = problem.safeParse(answer);
      if (told.success) throw refusal(response.status, told.data.error);
      throw new CommandError(
        exitOf(response.status),
        `${url} answered ${response.status}.`,
        'Is that address a Wolfe?',
      );
    }
    const parsed = route.answer.safeParse(answer);
    if (!parsed.success)
      throw new CommandError(1, `${url} answered something else than this CLI knows.`, 'Use the CLI of its version.');
    return parsed.data as Answer<Routes[typeof name]>;
  };
