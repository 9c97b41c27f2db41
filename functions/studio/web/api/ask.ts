import { type Answer, type Ask, problem, type RouteName, type Routes, routes } from '../../contract.ts';
import { bearer, forget } from '../session/bearer.ts';
import { ProblemError } from './problem.ts';

/** Milliseconds; the API gives up before this. */
const patienceMs = 35_000;

const address = (path: string, ask: Record<string, unknown>): string => {
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(ask[name])));
  const query = Object.entries((ask.query as object | undefined) ?? {}).filter(([, value]) => value !== undefined);
  return query.length > 0
    ? `${filled}?${new URLSearchParams(query.map(([key, value]) => [key, String(value)]))}`
    : filled;
};

const unreachable = new ProblemError(0, {
  code: 'unreachable',
  message: 'Wolfe does not answer.',
  cure: 'Look whether it is up (`npm start`), and whether you are online; this page tries again by itself.',
});

const otherVersion = new ProblemError(0, {
  code: 'other version',
  message: 'The API answered in a way that this page does not know.',
  cure: 'Reload the page: Wolfe was probably upgraded meanwhile.',
});

/**
 * Calls a route of the API by its name; what goes out and comes back is the contract's.
 * @throws ProblemError for every refusal, when nobody answers, and for an answer of another version. An aborted call never settles so: it throws AbortError.
 */
export const ask = async <N extends RouteName>(
  name: N,
  given: Ask<Routes[N]>,
  signal?: AbortSignal,
): Promise<Answer<Routes[N]>> => {
  const route = routes[name];
  const changes = route.method !== 'GET';
  const limit = AbortSignal.timeout(patienceMs);
  const response = await fetch(address(route.path, given as unknown as Record<string, unknown>), {
    method: route.method,
    headers: {
      authorization: `Bearer ${bearer() ?? ''}`,
      ...(changes && { 'content-type': 'application/json' }),
    },
    ...(changes && { body: JSON.stringify(given.body ?? {}) }),
    redirect: 'error',
    cache: 'no-store',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  }).catch((error: Error) => {
    if (signal?.aborted) throw error;
    throw unreachable;
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.status === 401) forget({ unknown: true });
  if (!response.ok) {
    const told = problem.safeParse(answer);
    throw told.success ? new ProblemError(response.status, told.data.error) : unreachable;
  }
  const parsed = route.answer.safeParse(answer);
  if (!parsed.success) throw otherVersion;
  return parsed.data as Answer<Routes[N]>;
};
