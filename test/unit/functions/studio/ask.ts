import { studio } from '#functions/studio/app.ts';
import { aWorld } from './world.ts';

/** The API over a world in memory, asked as people ask it. */
export const anApi = () => {
  const world = aWorld();
  const app = studio(world.world);
  const ask = async (
    person: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await app.request(`http://wolfe.test/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${person}-token`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
    return { status: response.status, headers: response.headers, json: (await response.json()) as any };
  };
  return { ...world, app, ask };
};
