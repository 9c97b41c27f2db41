import { describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { tally } from '#functions/studio/web/pages/rules/tally.ts';
import { grouped } from '#functions/studio/web/pages/unmatched/grouped.ts';
import { inWords } from '#functions/studio/web/show/span.ts';
import { decision } from '../world.ts';

const rule = decision.rules[0]!;
const on = (over: Partial<Decision>): Decision => ({ ...decision, ...over });
const labelled = (name: string, labels: Record<string, string>) => ({ ...decision.alert!, name, labels });

describe('what rules came to', () => {
  it('is counted by rule, with its latest run', () => {
    const started = (execution: string) => ({ ...rule, result: { kind: 'started' as const, execution, digest: 'd' } });
    const counts = tally([
      on({ receivedAt: '2026-11-21T12:02:00.000Z' }),
      on({ receivedAt: '2026-11-21T12:01:00.000Z', rules: [started('second')] }),
      on({ receivedAt: '2026-11-21T12:00:00.000Z', rules: [started('first')] }),
      on({ rules: [{ ...rule, result: { kind: 'duplicate', execution: 'first' } }] }),
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      'disk-full': {
        started: 2,
        refused: 1,
        shadow: 0,
        invalid: 0,
        last: { at: '2026-11-21T12:01:00.000Z', execution: 'second' },
      },
    });
  });
});

describe('alerts that no rule matched', () => {
  it('are grouped by name, the most frequent first, with the labels that all of them share', () => {
    const kinds = grouped([
      on({ id: '3', episode: 'x', alert: labelled('Rare', { a: '1' }) }),
      on({ id: '2', episode: 'y', alert: labelled('Often', { alertname: 'Often', team: 'data', part: '2' }) }),
      on({ id: '1', episode: 'z', alert: labelled('Often', { alertname: 'Often', team: 'data', part: '1' }) }),
      on({ id: '0', alert: undefined }),
    ]);
    expect(kinds.map(({ name, count, episodes, labels, decision: id }) => [name, count, episodes, labels, id])).toEqual(
      [
        ['Often', 2, 2, 'team=data', '2'],
        ['Rare', 1, 1, 'a=1', '3'],
      ],
    );
  });
});

describe('a length of time', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [4250, '4.2 s'],
    [59_999, '59 s'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [3 * 86_400_000, '3 d'],
  ])('of %d ms is %s', (ms, words) => expect(inWords(ms)).toBe(words));
});
