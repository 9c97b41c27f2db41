import { describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { decisionMetrics } from '#functions/core/metrics.ts';
import { seen } from '#functions/matcher/seen.ts';

const decision = (change: Partial<Decision> = {}): Decision => ({
  id: 'd1',
  kind: 'started',
  receivedAt: '2026-11-21T12:00:00.000Z',
  decidedAt: '2026-11-21T12:00:00.250Z',
  region: 'eu-west-1',
  episode: 'e1',
  reason: 'rule prune started',
  rules: [
    { rule: 'a', runbook: 'r', mode: 'auto', verdicts: [], result: { kind: 'started', execution: 'x1', digest: 'd' } },
    { rule: 'b', runbook: 'r', mode: 'shadow', verdicts: [], result: { kind: 'shadow', execution: 'x2' } },
  ],
  ruleSet: 1,
  message: { id: 'm', index: 0 },
  ...change,
});

const shownOf = (one: Decision) => {
  const shown: unknown[] = [];
  seen({
    say: (...line) => shown.push(line),
    count: (metric) => shown.push(metric),
    milliseconds: (...metric) => shown.push(metric),
  })(one);
  return shown;
};

describe('a decision', () => {
  it('is a line with the ids that it is found by, its count, and the time to the start', () => {
    expect(shownOf(decision())).toEqual([
      [
        'alert started',
        {
          decision: 'd1',
          kind: 'started',
          reason: 'rule prune started',
          alert: undefined,
          episode: 'e1',
          executions: ['x1'],
        },
      ],
      'AlertsStarted',
      ['ReceiptToStart', 250],
    ]);
  });

  it('is counted by what it came to, under a name that the dashboard shows', () => {
    const shown = shownOf(decision({ kind: 'set aside', rules: [] }));
    expect(shown.slice(1)).toEqual(['AlertsSetAside']);
    expect(decisionMetrics).toContain('AlertsSetAside');
  });
});
