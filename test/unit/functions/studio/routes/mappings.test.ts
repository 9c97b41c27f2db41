import { describe, expect, it } from 'vitest';
import { anApi } from '../ask.ts';
import { noon } from '../world.ts';

const shop = 'source: shop\nname: what.title\nstatus: how\n';
const apply = (text: string) => ({ file: { file: 'shop.yaml', text } });

describe('mappings', () => {
  it('are applied by authors, listed, and removed', async () => {
    const { ask, seen } = anApi();
    const { json } = await ask('anna', 'POST', '/mappings/apply', apply(`${shop}---\n${shop.replace('shop', 'till')}`));
    expect(json.items).toMatchObject([
      { mapping: { source: 'shop', name: 'what.title', status: 'how' }, by: 'anna', at: noon.toISOString() },
      { mapping: { source: 'till' } },
    ]);
    expect((await ask('vera', 'GET', '/mappings')).json.items).toEqual(json.items);
    expect((await ask('anna', 'POST', '/mappings/remove', { source: 'shop' })).json).toEqual({ source: 'shop' });
    expect((await ask('vera', 'GET', '/mappings')).json.items).toMatchObject([{ mapping: { source: 'till' } }]);
    expect((await ask('anna', 'POST', '/mappings/remove', { source: 'shop' })).status).toBe(404);
    expect(seen.audit).toMatchObject([
      { what: 'applied mappings', details: { sources: ['shop', 'till'] } },
      { what: 'removed mapping', details: { source: 'shop' } },
    ]);
  });

  it.each([
    ['source: shop\nname: ((\nstatus: how\nwords: { up: great }\n', ['2:1 name is no JSONata', '4:10 words.up']],
    [`${shop}---\n${shop}`, ['source is mapped twice: shop']],
    ['', ['holds no mapping']],
    ['a: [', ['is not YAML']],
  ])('with faults are not applied, and all faults are told: %j', async (text, wanted) => {
    const { ask, live } = anApi();
    const { status, json } = await ask('anna', 'POST', '/mappings/apply', apply(text));
    const lines = json.error.faults.map(
      ({ line, column, path, problem }: Record<string, unknown>) => `${line}:${column} ${path} ${problem}`,
    );
    expect([status, live.mappings]).toEqual([422, []]);
    for (const part of wanted) expect(lines.join('\n')).toContain(part);
  });
});

describe('heartbeats', () => {
  it('are watched by whom an author names', async () => {
    const { ask, live, seen } = anApi();
    const { json } = await ask('anna', 'PUT', '/heartbeats', { slack: '#ops', pagerduty: 'cloud-infra' });
    const watch = { slack: '#ops', pagerduty: 'cloud-infra', missed: 3, by: 'anna', at: noon.toISOString() };
    expect([json, live.heartbeats]).toEqual([watch, watch]);
    expect((await ask('vera', 'GET', '/heartbeats')).json).toEqual({ watch, items: [] });
    expect(seen.audit).toMatchObject([{ what: 'watched heartbeats' }]);
  });
});
