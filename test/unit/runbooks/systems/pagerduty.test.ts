import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PagerdutyStandIn, pagerdutyServer } from '#infra/local/vendors/pagerduty.ts';
import { pagerduty } from '#runbooks/systems/pagerduty.ts';
import { wiring } from './wiring.ts';

let server: PagerdutyStandIn;
beforeEach(async () => {
  server = await pagerdutyServer({ services: { infra: 'right-key' } });
});
afterEach(() => server.close());

const client = (services: Record<string, string> = { infra: 'right-key' }) =>
  pagerduty.connect(wiring({ services, url: server.url }));
const page = { service: 'infra', summary: 'node-7 is low on disk', source: 'node:node-7' };
const incident = { service: 'infra', key: 'execution-1/prune', summary: page.summary };

describe('pagerduty', () => {
  it('triggers, acknowledges and resolves one incident, however often each is told', async () => {
    for (let time = 0; time < 2; time++) expect(await client().trigger(page)).toEqual({ key: incident.key });
    expect(server.incidents()).toEqual([{ ...incident, status: 'triggered', events: 2 }]);
    await client().acknowledge(incident);
    expect(server.incidents()).toMatchObject([{ status: 'acknowledged' }]);
    for (let time = 0; time < 2; time++) await client().resolve(incident);
    expect(server.incidents()).toMatchObject([{ status: 'resolved' }]);
    await client().trigger({ ...page, key: 'another', severity: 'critical', details: { why: 'full' } });
    expect(server.incidents()).toHaveLength(2);
  });

  it('does nothing where there is no open incident', async () => {
    await client().resolve(incident);
    expect(server.incidents()).toEqual([]);
  });

  it('takes a key and a summary of any length', async () => {
    await client().trigger({ ...page, key: 'k'.repeat(300), summary: 's'.repeat(2000) });
    expect(server.incidents()).toMatchObject([{ key: 'k'.repeat(255), summary: 's'.repeat(1024) }]);
  });

  it('says which services there are', async () => {
    await expect(client().trigger({ ...page, service: 'billing' })).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('pagerduty: no service "billing". The secret of \'pagerduty\' has infra;'),
    });
  });

  it('says what to do about a wrong key, and does not show it', async () => {
    const error = (await client({ infra: 'wrong-key' })
      .trigger(page)
      .catch((thrown: Error) => thrown)) as Error;
    expect(error).toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('Check the integration key'),
    });
    expect(error.message).not.toContain('wrong-key');
  });

  it('waits for a rate limit', async () => {
    server.fail({ how: { status: 429, headers: { 'retry-after': '0' } }, times: 2 });
    await client().trigger(page);
    expect(server.incidents()).toMatchObject([{ events: 1 }]);
  });

  it.each([{ how: 'break after' as const }, { how: { status: 503 } }, { how: { status: 429 } }])(
    'leaves what may be repeated to the engine: %o',
    async (failure) => {
      server.fail(failure);
      await expect(client().trigger(page)).rejects.toMatchObject({ name: 'RetryableError' });
      await client().trigger(page);
      expect(server.incidents()).toHaveLength(1);
    },
  );
});
