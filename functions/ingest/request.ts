import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What a sender sent. */
export interface IngestRequest {
  method: string;
  /** As the path names it; may be empty. */
  source: string;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** The bytes as they came: signatures are over them. */
  body: Buffer;
}

/** The request behind an API Gateway event. */
export const requestOf = (event: APIGatewayProxyEventV2): IngestRequest => ({
  method: event.requestContext.http.method,
  source: event.pathParameters?.source ?? '',
  headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value])),
  body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
});
