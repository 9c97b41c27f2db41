import { describe, expect, it } from 'vitest';
import { anApi } from '../ask.ts';
import { noon } from '../world.ts';

describe('switches', () => {
  it('are set by a person, with the reason, and listed', async () => {
    const { ask, seen } = anApi();
    const body = { scope: { kind: 'rule', name: 'disk-full' }, off: true, reason: 'it loops' };
    const set = { ...body, by: 'olaf', at: noon.toISOString() };
    expect((await ask('olaf', 'PUT', '/switches', body)).json).toEqual(set);
    expect((await ask('vera', 'GET', '/switches')).json.items).toEqual([set]);
    expect(seen.audit).toMatchObject([{ what: 'switched off', subject: 'switch#rule#disk-full' }]);
  });
});
