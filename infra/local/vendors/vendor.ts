import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { close, listen } from '../loopback.ts';

/** A stand-in of a vendor's system, listening on loopback. */
export interface Vendor {
  url: string;
  /** The next `times` requests are answered with this instead, as an overloaded or broken vendor would. */
  fail(failure: Failure): void;
  close(): Promise<void>;
}

export interface Failure {
  /** `break` closes the connection without an answer; `after` does so once the request was carried out. */
  how: 'break' | 'break after' | { status: number; headers?: Record<string, string>; body?: string };
  times?: number;
  /** Only requests whose path holds this. */
  path?: string;
}

type Fetch = (request: Request) => Response | Promise<Response>;

/** Puts a stand-in on the network, with a way to make it fail. @param port 0 lets the system choose. */
export const serve = async (fetch: Fetch, port = 0): Promise<Vendor> => {
  const failures: Required<Failure>[] = [];
  const next = (request: Request): Failure['how'] | undefined => {
    const failure = failures.find(({ path, times }) => times > 0 && new URL(request.url).pathname.includes(path));
    if (failure) failure.times -= 1;
    return failure?.how;
  };
  const server = createAdaptorServer({
    async fetch(request, { outgoing }) {
      const how = next(request);
      if (how === undefined) return fetch(request);
      if (typeof how === 'object') return new Response(how.body ?? '', { status: how.status, headers: how.headers });
      if (how === 'break after') await fetch(request);
      outgoing.destroy();
      return new Response();
    },
  }) as Server;
  return {
    url: await listen(server, port),
    fail: ({ how, times = 1, path = '' }) => void failures.push({ how, times, path }),
    close: () => close(server),
  };
};
