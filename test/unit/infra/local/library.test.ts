import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { localLibrary } from '#infra/local/library.ts';

describe('what the local world deploys', () => {
  it('is the library with its rules; the demo’s rule acts by itself and at once, the others as written', async () => {
    const { bundles, rules } = await localLibrary();
    expect(bundles.map(({ runbook }) => runbook)).toEqual(expect.arrayContaining(['clear-full-disk', 'jenkins-job']));
    const found = rules.map(({ text }) => parse(text));
    const demo = found.find(({ rule }) => rule === 'node-disk-pressure');
    expect(demo).toMatchObject({ mode: 'auto', run: 'jenkins-job', guard: { cooldown: '30m' } });
    expect(demo.guard.hold).toBeUndefined();
    const other = found.find(({ rule }) => rule === 'clear-full-disk');
    expect(other).toMatchObject({ mode: 'approve', guard: { hold: '2m' } });
  });
});
