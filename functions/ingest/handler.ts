import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { dynamo, secretsManager, sqs } from '../adapters/clients.ts';
import { readEnv } from '../adapters/env.ts';
import { ledgerTable } from '../adapters/ledger-table.ts';
import { queue } from '../adapters/queue.ts';
import { secrets } from '../adapters/secrets.ts';
import { page } from '../adapters/web.ts';
import { inTime } from './in-time.ts';
import { ingest, late } from './ingest.ts';
import { requestOf } from './request.ts';

// Joins ingest to AWS; what is accepted, and why not, is in ingest.ts.
const env = readEnv(['ALERTS_QUEUE_URL', 'INGEST_SECRET', 'LEDGER_TABLE']);
const { json } = secrets(secretsManager());
const { has, seen } = ledgerTable(dynamo(), env.LEDGER_TABLE);
const { send } = queue(sqs(), env.ALERTS_QUEUE_URL);
const take = ingest({ secret: () => json(env.INGEST_SECRET), has, seen, send, page, now: () => new Date() });
const accept = inTime(take, late, (milliseconds, options) => wait(milliseconds, undefined, options));

/** Alerts in over HTTP, messages out to the alerts queue. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(async (event) => {
  const { status, headers, body } = await accept(requestOf(event));
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
});
