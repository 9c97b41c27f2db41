import { mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { frontDoor } from '#infra/local/front-door.ts';
import { close, listen } from '#infra/local/loopback.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each();
});

const aDoor = async (answer: unknown = { statusCode: 202, body: 'ok' }) => {
  const events: { to: string; event: APIGatewayProxyEventV2 }[] = [];
  const site = mkdtempSync(join(tmpdir(), 'wolfe-site-'));
  writeFileSync(join(site, 'index.html'), '<h1>Studio</h1>');
  writeFileSync(join(site, '..', 'outside.txt'), 'outside');
  const to = (name: string) => async (event: APIGatewayProxyEventV2) => {
    events.push({ to: name, event });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const server = frontDoor({ ingest: to('ingest'), studio: to('studio'), site, log: () => {} });
  const url = await listen(server);
  closing.push(() => close(server));
  return { url, events };
};

describe('the front door', () => {
  it('hands an alert to ingest as an HTTP API would', async () => {
    const { url, events } = await aDoor();
    const response = await fetch(`${url}/v1/alerts/plain?a=1&a=2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
      body: '{"name":"ü"}',
    });
    expect([response.status, await response.text()]).toEqual([202, 'ok']);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      to: 'ingest',
      event: {
        version: '2.0',
        routeKey: 'POST /v1/alerts/{source}',
        rawPath: '/v1/alerts/plain',
        rawQueryString: 'a=1&a=2',
        queryStringParameters: { a: '1,2' },
        pathParameters: { source: 'plain' },
        headers: { authorization: 'Bearer t' },
        body: '{"name":"ü"}',
        isBase64Encoded: false,
        requestContext: { http: { method: 'POST', path: '/v1/alerts/plain' } },
      },
    });
  });

  it('keeps the bytes of a body that is not text', async () => {
    const { url, events } = await aDoor();
    const body = new Uint8Array([0xff, 0x00, 0xfe]);
    await fetch(`${url}/v1/alerts/plain`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(events[0]?.event).toMatchObject({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true });
  });

  it('hands everything under /api to studio, and its answer back', async () => {
    const headers = { 'content-type': 'application/json', 'x-more': 'yes' };
    const { url, events } = await aDoor({ statusCode: 418, headers, body: '{"tea":true}', cookies: ['a=b'] });
    const response = await fetch(`${url}/api/v1/executions?limit=1`, { method: 'DELETE' });
    expect(response.status).toBe(418);
    expect(response.headers.get('x-more')).toBe('yes');
    expect(response.headers.get('set-cookie')).toBe('a=b');
    expect(await response.json()).toEqual({ tea: true });
    expect(events[0]).toMatchObject({
      to: 'studio',
      event: { routeKey: 'ANY /api/{path+}', rawPath: '/api/v1/executions' },
    });
  });

  it('refuses a body over 10 MB without asking anybody', async () => {
    const { url, events } = await aDoor();
    const response = await fetch(`${url}/v1/alerts/plain`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
    expect(events).toEqual([]);
  });

  it('refuses a path that is no address, and goes on', async () => {
    const { url } = await aDoor();
    const status = await new Promise((resolve, reject) => {
      // fetch would mend the path.
      get(`${url}`, { path: '//' }, (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(400);
    expect((await fetch(url)).status).toBe(200);
  });

  it('says 500 and nothing more when a Lambda fails', async () => {
    const { url } = await aDoor(new Error('secret details'));
    const response = await fetch(`${url}/api/v1/whoami`);
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('shows the site, its first page for all paths of its own, and nothing outside of it', async () => {
    const { url } = await aDoor();
    for (const path of ['/', '/index.html', '/executions/x', '/..%2foutside.txt', '/%2e%2e/outside.txt'])
      expect(await (await fetch(url + path)).text()).toBe('<h1>Studio</h1>');
    expect((await fetch(`${url}/v1/other`)).status).toBe(404);
    expect((await fetch(`${url}/v1/alerts/plain`)).status).toBe(404);
    expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(404);
  });
});
