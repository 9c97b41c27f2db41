import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Json } from '#runbooks/sdk/wire.ts';

/** An error as the service's clients know it: `code` is the name that the SDK throws. */
export class ServiceError extends Error {
  override name = 'ServiceError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One operation: its input as the client sent it, its output without undefined members. */
// biome-ignore lint/suspicious/noExplicitAny: each operation states its own input; what comes over the wire is checked there.
export type Operation = (input: any) => object | Promise<object>;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

const parse = (body: string): Json => {
  try {
    return JSON.parse(body || '{}');
  } catch {
    throw new ServiceError('SerializationException', 'The body is not JSON.');
  }
};

/** A service that speaks AWS's JSON protocol: POST with the operation in `x-amz-target`. */
export const jsonService = (operations: Record<string, Operation>): Server =>
  createServer(async (request, response) => {
    const name =
      String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    const type = request.headers['content-type'] ?? 'application/x-amz-json-1.0';
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
    try {
      const body = await bodyOf(request);
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation) throw new ServiceError('UnknownOperationException', `The local world has no operation ${name}.`);
      answer(200, await operation(parse(body)));
    } catch (error) {
      if (error instanceof ServiceError) answer(400, { __type: error.code, message: error.message });
      else answer(500, { __type: 'InternalFailure', message: String(error) });
    }
  });
