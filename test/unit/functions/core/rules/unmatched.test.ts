import { describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { activityOf } from '#functions/core/rules/activity.ts';
import { unmatchedByName } from '#functions/core/rules/unmatched.ts';

const decision = (id: number, kind: Decision['kind'], name: string, fields: Partial<Decision> = {}): Decision => ({
  id: `d${id}`,
  kind,
  receivedAt: `2026-11-21T12:00:${String(id).padStart(2, '0')}.000Z`,
  decidedAt: `2026-11-21T12:01:${String(id).padStart(2, '0')}.000Z`,
  region: 'r',
  reason: '',
  rules: [],
  ruleSet: 1,
  episode: `e${id}`,
  message: { id: 'm', index: id },
  alert: {
    name,
    status: 'firing',
    labels: {},
    annotations: {},
    source: id % 2 ? 'plain' : 'grafana',
    startsAt: '2026-11-21T12:00:00.000Z',
    fingerprint: `f${id}`,
  },
  ...fields,
});

describe('unmatched alerts', () => {
  it('are counted by name, those first that fired in the most periods', () => {
    const repeats = [6, 7, 8].map((id) => ({
      ...decision(id, 'unmatched', 'Loud'),
      episode: 'e',
      alert: decision(6, 'unmatched', 'Loud').alert!,
    }));
    const { alert: _, ...aside } = decision(9, 'set aside', '');
    const found = unmatchedByName([
      ...repeats,
      decision(1, 'unmatched', 'Often'),
      decision(2, 'unmatched', 'Often'),
      decision(3, 'started', 'Matched'),
      aside,
    ]);
    expect(found).toEqual([
      {
        name: 'Often',
        alerts: 2,
        things: 2,
        episodes: 2,
        sources: ['grafana', 'plain'],
        firstAt: '2026-11-21T12:00:01.000Z',
        lastAt: '2026-11-21T12:00:02.000Z',
        decision: 'd2',
      },
      expect.objectContaining({ name: 'Loud', alerts: 3, things: 1, episodes: 1, decision: 'd8' }),
    ]);
  });
});

describe('the activity of rules', () => {
  it('is what their decisions came to, and the last run', () => {
    const rule = (name: string, result: Decision['rules'][number]['result']): Decision['rules'][number] => ({
      rule: name,
      runbook: 'b',
      mode: 'auto',
      verdicts: [],
      result,
    });
    const started = (execution: string) => ({ kind: 'started' as const, execution, digest: 'd' });
    const refused = { kind: 'refused' as const, guardrail: 'rate', reason: 'full' };
    const found = activityOf([
      decision(3, 'refused', 'A', { rules: [rule('a', refused)] }),
      decision(2, 'started', 'A', { rules: [rule('a', started('two')), rule('b', refused)] }),
      decision(1, 'started', 'A', { rules: [rule('a', started('one'))] }),
    ]);
    expect(found).toMatchObject([
      {
        rule: 'a',
        alerts: 3,
        started: 2,
        refused: 1,
        duplicate: 0,
        lastAt: '2026-11-21T12:01:03.000Z',
        lastRun: { at: '2026-11-21T12:01:02.000Z', execution: 'two' },
      },
      { rule: 'b', alerts: 1, refused: 1 },
    ]);
    expect(found[1]).not.toHaveProperty('lastRun');
  });
});
