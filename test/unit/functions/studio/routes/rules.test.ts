import { describe, expect, it } from 'vitest';
import { anApi } from '../ask.ts';
import { decision, diskFull } from '../world.ts';

const file = (...rules: object[]) => [{ file: 'set.yaml', text: JSON.stringify(rules) }];
const other = { ...diskFull, rule: 'disk-filling' };
const foreign = { ...diskFull, rule: 'invoice-stuck', owner: 'billing' };

describe('rules', () => {
  it('are listed with their version', async () => {
    const { json } = await anApi().ask('vera', 'GET', '/rules');
    expect(json).toMatchObject({
      version: 1,
      by: 'ada',
      rules: [{ name: 'disk-full', mode: 'auto', source: diskFull }],
    });
  });

  it('are checked as a set, all faults at once', async () => {
    const { ask } = anApi();
    const faulty = { ...diskFull, owner: undefined, run: 'claer-disk', mode: 'full speed' };
    const { json } = await ask('vera', 'POST', '/rules/check', { files: file(faulty) });
    expect(json.faults.map(({ path }: { path: string }) => path).sort()).toEqual(['mode', 'owner', 'run']);
    const unknown = await ask('vera', 'POST', '/rules/check', { files: file({ ...diskFull, run: 'claer-disk' }) });
    expect(unknown.json.faults).toMatchObject([{ file: 'set.yaml', rule: 'disk-full', path: 'run', line: 1 }]);
    expect((await ask('vera', 'POST', '/rules/check', { files: file(diskFull, other) })).json).toEqual({
      rules: 2,
      faults: [],
      warnings: ['disk-full', 'disk-filling'].map((rule) =>
        expect.objectContaining({ rule, path: 'mode', problem: 'acts by itself, and nothing limits how often' }),
      ),
    });
  });

  it('are applied as a whole, or not at all', async () => {
    const { ask, live, seen } = anApi();
    const bad = await ask('anna', 'POST', '/rules/apply', { files: file(other, { ...diskFull, run: 'nope' }) });
    expect([bad.status, bad.json.error.code]).toEqual([422, 'faulty rules']);
    expect(live.ruleSet?.version).toBe(1);
    const good = await ask('anna', 'POST', '/rules/apply', { files: file(diskFull, other), expectedVersion: 1 });
    expect(good.json).toEqual({ version: 2, rules: 2 });
    expect(seen.audit).toMatchObject([{ by: 'anna', what: 'applied rules', details: { version: 2 } }]);
  });

  it('are not applied over a set that the author has not seen', async () => {
    const { ask } = anApi();
    const late = await ask('anna', 'POST', '/rules/apply', { files: file(diskFull), expectedVersion: 7 });
    expect([late.status, late.json.error.code]).toEqual([409, 'RuleSetConflictError']);
  });

  it('of another team are not an author’s to add, change or remove', async () => {
    const { ask, live } = anApi();
    expect((await ask('anna', 'POST', '/rules/apply', { files: file(diskFull, foreign) })).status).toBe(403);
    expect((await ask('ada', 'POST', '/rules/apply', { files: file(diskFull, foreign) })).status).toBe(200);
    const removal = await ask('anna', 'POST', '/rules/apply', { files: file(diskFull) });
    expect(removal.json.error.message).toContain('invoice-stuck (of billing)');
    expect((await ask('anna', 'POST', '/rules/apply', { files: file(other, foreign) })).status).toBe(200);
    expect(live.ruleSet?.version).toBe(3);
  });

  it('are rolled back to an earlier version, as a new one', async () => {
    const { ask } = anApi();
    expect((await ask('ada', 'POST', '/rules/rollback', {})).json.error.code).toBe('nothing to go back to');
    await ask('ada', 'POST', '/rules/apply', { files: file(other) });
    expect((await ask('ada', 'POST', '/rules/rollback', {})).json).toEqual({ version: 3, rules: 1, of: 1 });
    expect((await ask('vera', 'GET', '/rules')).json.rules).toMatchObject([{ name: 'disk-full' }]);
    expect((await ask('vera', 'GET', '/rules/versions')).json.items).toHaveLength(3);
    expect((await ask('vera', 'GET', '/rules/versions/2')).json.rules).toMatchObject([{ name: 'disk-filling' }]);
    expect((await ask('vera', 'GET', '/rules/versions/9')).status).toBe(404);
  });

  it('are explained against an alert, live or as a draft', async () => {
    const { ask } = anApi();
    const { alert } = decision;
    const live = await ask('vera', 'POST', '/rules/explain', { alert });
    expect(live.json.items).toMatchObject([{ rule: 'disk-full', held: true }]);
    const draft = { ...diskFull, when: { name: ['DiskFull'], labels: { env: ['dev'] } } };
    const { json } = await ask('vera', 'POST', '/rules/explain', { alert, rule: 'disk-full', files: file(draft) });
    expect(json.items[0].alternatives[0].fields).toMatchObject([
      { path: 'name', held: true, actual: ['DiskFull'] },
      { path: 'labels.env', held: false, actual: [] },
    ]);
    expect((await ask('vera', 'POST', '/rules/explain', { alert, rule: 'nope' })).status).toBe(404);
  });

  it('are back-tested: a draft against the live set, on the decisions of the past', async () => {
    const { ask } = anApi();
    const live = await ask('vera', 'POST', '/rules/backtest', {});
    expect(live.json).toMatchObject({
      ruleSet: 1,
      truncated: false,
      report: { alerts: 1, matched: 1, differences: [] },
    });
    expect(live.json.report.rules).toMatchObject([{ rule: 'disk-full', runs: 1, busiest: [{ target: 'ec2:i-1' }] }]);
    const draft = { ...diskFull, rule: 'narrow', when: { name: ['DiskFull'], labels: { instance: ['i-2'] } } };
    const { json } = await ask('vera', 'POST', '/rules/backtest', {
      files: file(draft),
      since: '2026-11-20T00:00:00Z',
    });
    expect(json.since).toBe('2026-11-20T00:00:00Z');
    expect(json.report).toMatchObject({
      matched: 0,
      noLonger: 1,
      differences: [{ decision: decision.id, lost: ['disk-full'] }],
    });
  });

  it('are compared with the live set or another version, field by field', async () => {
    const { ask } = anApi();
    const draft = { ...diskFull, mode: 'plan' };
    const { json } = await ask('vera', 'POST', '/rules/diff', { files: file(draft, other) });
    expect(json).toMatchObject({
      against: 1,
      items: [
        { rule: 'disk-filling', change: 'added', after: other },
        { rule: 'disk-full', change: 'changed', fields: [{ path: 'mode', before: 'auto', after: 'plan' }] },
      ],
    });
    await ask('ada', 'POST', '/rules/apply', { files: file(draft, other) });
    expect((await ask('vera', 'POST', '/rules/diff', { files: file(diskFull), against: 1 })).json.items).toEqual([]);
    const broken = await ask('vera', 'POST', '/rules/diff', { files: [{ file: 'a.yaml', text: 'a: [' }] });
    expect(broken.status).toBe(422);
  });

  it('with faults are not back-tested, and all faults are told', async () => {
    const { status, json } = await anApi().ask('vera', 'POST', '/rules/backtest', {
      files: file({ ...diskFull, run: 'nope', mode: 'fast' }),
    });
    expect([status, json.error.faults.length]).toEqual([422, 2]);
  });

  it('tell what they came to lately', async () => {
    const { json } = await anApi().ask('vera', 'GET', '/rules/activity');
    expect(json).toMatchObject({ decisions: 1, since: '2026-11-14T12:00:00.000Z', truncated: false });
    expect(json.items).toMatchObject([{ rule: 'disk-full', alerts: 1, refused: 1, started: 0 }]);
  });
});
