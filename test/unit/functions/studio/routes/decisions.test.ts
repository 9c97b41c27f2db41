import { describe, expect, it } from 'vitest';
import { anApi } from '../ask.ts';
import { decision } from '../world.ts';

describe('decisions', () => {
  it('are listed by kind, and by the message they came in', async () => {
    const { ask } = anApi();
    expect((await ask('vera', 'GET', '/decisions?kind=refused')).json.items).toEqual([decision]);
    expect((await ask('vera', 'GET', '/decisions?message=m-1')).json.items).toHaveLength(1);
    expect((await ask('vera', 'GET', '/decisions?message=m-2')).json.items).toEqual([]);
  });

  it('are shown with the verdict of each guardrail', async () => {
    const { json } = await anApi().ask('vera', 'GET', `/decisions/${decision.id}`);
    expect(json.rules[0].verdicts).toHaveLength(2);
  });

  it('on unmatched alerts are told by name', async () => {
    const { ask, unmatched } = anApi();
    unmatched('Strange');
    const { json } = await ask('vera', 'GET', '/decisions/unmatched?since=2026-11-20T00:00:00Z');
    expect(json).toMatchObject({ decisions: 1, truncated: false, since: '2026-11-20T00:00:00Z' });
    expect(json.items).toMatchObject([{ name: 'Strange', alerts: 1, episodes: 1 }]);
  });

  it('that are unknown are not found', async () => {
    expect((await anApi().ask('vera', 'GET', '/decisions/nope')).status).toBe(404);
  });
});

describe('an alert sent by hand', () => {
  it('is queued as it is, for its source, and audited without its body', async () => {
    const { ask, seen } = anApi();
    const { json } = await ask('olaf', 'POST', '/alerts', { source: 'alertmanager', body: '{"not": valid' });
    expect(json).toEqual({ message: 'm-1' });
    expect(seen.sent).toEqual([{ body: '{"not": valid', source: 'alertmanager' }]);
    expect(seen.audit).toMatchObject([{ by: 'olaf', what: 'sent alert', subject: 'message#m-1' }]);
    expect(JSON.stringify(seen.audit)).not.toContain('valid');
  });

  it('travels as base64 where the queue would not take its characters', async () => {
    const { ask, seen } = anApi();
    await ask('olaf', 'POST', '/alerts', { body: '{"a":"\u0001"}'.replace('\\u0001', '\u0001') });
    expect(seen.sent).toMatchObject([{ encoding: 'base64' }]);
  });

  it('is not taken when it is more than the queue takes', async () => {
    const { ask, seen } = anApi();
    expect((await ask('olaf', 'POST', '/alerts', { body: 'x'.repeat(1_100_000) })).status).toBe(413);
    expect(seen.sent).toEqual([]);
  });

  it('names a source by letters, digits and dashes only', async () => {
    expect((await anApi().ask('olaf', 'POST', '/alerts', { source: 'a b', body: '{}' })).status).toBe(400);
  });
});
