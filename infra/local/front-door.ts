import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { httpEvent, writeResult } from './lambdas/http-event.ts';
import { sendSite } from './site.ts';

/** The two Lambdas behind HTTP, and the built Studio site. */
export interface FrontDoorWorld {
  ingest(event: APIGatewayProxyEventV2): Promise<unknown>;
  studio(event: APIGatewayProxyEventV2): Promise<unknown>;
  /** Folder of the site; may not exist. */
  site: string;
  log(text: string): void;
}

/** What an HTTP API takes of a body. */
const bodyBytes = 10 * 1024 * 1024;

const say = (response: ServerResponse, status: number, message: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
};

/** The whole body, or undefined when it is larger than an HTTP API takes. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    // Read on to the end: a client that is still sending does not listen yet.
    if (bytes <= bodyBytes) parts.push(part as Buffer);
  }
  return bytes > bodyBytes ? undefined : Buffer.concat(parts);
};

/** The routes of the HTTP API, and the Studio site for all other paths. */
export const frontDoor = (world: FrontDoorWorld): Server =>
  createServer(async (request, response) => {
    const pathname = URL.parse(request.url ?? '/', 'http://local')?.pathname;
    if (pathname === undefined) return say(response, 400, 'Bad Request');
    const method = request.method ?? 'GET';
    const source = /^\/v1\/alerts\/([^/]+)$/.exec(pathname)?.[1];
    const rest = /^\/api\/(.+)$/.exec(pathname)?.[1];
    try {
      if (source === undefined && rest === undefined) {
        if (pathname.startsWith('/v1/') || (method !== 'GET' && method !== 'HEAD'))
          return say(response, 404, 'Not Found');
        return sendSite(world.site, pathname, response);
      }
      if (source !== undefined && method !== 'POST') return say(response, 404, 'Not Found');
      const body = await bodyOf(request);
      if (!body) return say(response, 413, 'Request Entity Too Large');
      const address = request.socket.remoteAddress ?? '';
      const read = { method, url: request.url ?? '/', headers: request.headers, body, address, at: new Date() };
      const result =
        source !== undefined
          ? await world.ingest(httpEvent(read, 'POST /v1/alerts/{source}', { source: decodeURIComponent(source) }))
          : await world.studio(httpEvent(read, 'ANY /api/{path+}', { path: rest ?? '' }));
      writeResult(result as APIGatewayProxyStructuredResultV2 | string, response);
    } catch (error) {
      world.log(`${method} ${pathname}: ${(error as Error).message}\n`);
      if (response.headersSent) response.destroy();
      else say(response, 500, 'Internal Server Error');
    }
  });
