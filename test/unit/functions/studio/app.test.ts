import { describe, expect, it, vi } from 'vitest';
import { studio } from '#functions/studio/app.ts';
import { routes } from '#functions/studio/contract.ts';
import { anApi } from './ask.ts';
import { aWorld } from './world.ts';

const filled = (path: string): string => path.replace(/:\w+/g, 'x');

describe('the front of the API', () => {
  it('lets nobody in without a token, on any route', async () => {
    const { app } = anApi();
    for (const { method, path } of Object.values(routes)) {
      const response = await app.request(filled(path), { method, headers: { 'content-type': 'application/json' } });
      expect([path, response.status]).toEqual([path, 401]);
    }
    expect((await app.request('/api/v1/nothing')).status).toBe(401);
  });

  it('does not know a wrong token, nor one in another form', async () => {
    const { app } = anApi();
    for (const authorization of [
      'Bearer wrong',
      'ada-token',
      'Basic ada-token',
      'Bearer ',
      `Bearer ${'a'.repeat(5000)}`,
    ]) {
      const response = await app.request('/api/v1/whoami', { headers: { authorization } });
      expect([authorization.slice(0, 20), response.status]).toEqual([authorization.slice(0, 20), 401]);
    }
  });

  it('knows people by the claims of the JWT authorizer', async () => {
    const claims = { email: 'eve@example.com', email_verified: 'true', 'cognito:groups': '[operator cloud-infra]' };
    const response = await studio(aWorld().world).request(
      '/api/v1/whoami',
      {},
      {
        event: { requestContext: { authorizer: { jwt: { claims } } } },
      },
    );
    expect(await response.json()).toMatchObject({
      name: 'eve@example.com',
      roles: ['operator'],
      teams: ['cloud-infra'],
    });
  });

  it('refuses a change that a foreign page sends, and makes none', async () => {
    const { ask, live } = anApi();
    const off = { scope: { kind: 'everything' }, off: true };
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'http://wolfe.test' },
    ] as Record<string, string>[])
      expect((await ask('ada', 'PUT', '/switches', off, { host: 'wolfe.test', ...headers })).status).toBe(403);
    expect(live.switches).toEqual([]);
    const own = { host: 'wolfe.test', origin: 'http://wolfe.test', 'sec-fetch-site': 'same-origin' };
    expect((await ask('ada', 'PUT', '/switches', off, own)).status).toBe(200);
  });

  it('answers no other origin: no CORS header on any answer, preflight included', async () => {
    const { app, ask } = anApi();
    const preflight = await app.request('/api/v1/whoami', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    });
    const answer = await ask('ada', 'GET', '/whoami', undefined, { origin: 'https://evil.example' });
    for (const { headers } of [preflight, answer])
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('takes changes as JSON only', async () => {
    const { ask, app } = anApi();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask('ada', 'PUT', '/switches', {}, form)).json.error.code).toBe('not json');
    const broken = await app.request('/api/v1/switches', {
      method: 'PUT',
      headers: { authorization: 'Bearer ada-token', 'content-type': 'application/json' },
      body: '{"scope":',
    });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({
      error: { code: 'invalid', message: expect.stringContaining('not JSON') },
    });
  });

  it('tells every fault of a question with its place', async () => {
    const { ask } = anApi();
    const { status, json } = await ask('ada', 'PUT', '/switches', { scope: { kind: 'galaxy' }, off: 'yes' });
    expect(status).toBe(400);
    expect(json.error.faults.map(({ path }: { path: string }) => path)).toEqual(['body.scope.kind', 'body.off']);
    expect((await ask('ada', 'GET', '/executions?limit=many&status=odd')).json.error.faults).toHaveLength(2);
  });

  it('refuses a body over 5 MB', async () => {
    const { ask } = anApi();
    expect((await ask('olaf', 'POST', '/alerts', { body: 'x'.repeat(6_000_000) })).status).toBe(413);
  });

  it('sets headers that keep answers from being framed, sniffed or stored', async () => {
    const { headers } = await anApi().ask('vera', 'GET', '/whoami');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('says that there is no such route', async () => {
    const { status, json } = await anApi().ask('vera', 'GET', '/galaxies');
    expect([status, json.error.code]).toEqual([404, 'no route']);
  });

  it('does not show what nobody foresaw', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { world } = aWorld();
    const app = studio({ ...world, live: () => Promise.reject(new Error('table wolfe-dev-rules is on fire')) });
    const response = await app.request('/api/v1/switches', { headers: { authorization: 'Bearer ada-token' } });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('fire');
    expect(log.mock.calls.join()).toContain('on fire');
    log.mockRestore();
  });
});
