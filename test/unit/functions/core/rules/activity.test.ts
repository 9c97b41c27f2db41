import { describe, expect, it } from 'vitest';
import type { Decision } from '#functions/core/decision.ts';
import { activityOf } from '#functions/core/rules/activity.ts';
import { decision } from '#test/unit/functions/studio/world.ts';

const rule = decision.rules[0]!;
const on = (decidedAt: string, result: (typeof rule)['result'], name = rule.rule): Decision => ({
  ...decision,
  decidedAt,
  rules: [{ ...rule, rule: name, result }],
});

describe('what rules came to', () => {
  it('is counted by rule, with its latest match and its latest run', () => {
    const started = (execution: string) => ({ kind: 'started' as const, execution, digest: 'd' });
    const activities = activityOf([
      on('2026-11-21T12:03:00.000Z', rule.result),
      on('2026-11-21T12:02:00.000Z', { kind: 'duplicate', execution: 'second' }),
      on('2026-11-21T12:01:00.000Z', started('second')),
      on('2026-11-21T12:00:00.000Z', started('first')),
      on('2026-11-21T11:59:00.000Z', { kind: 'shadow', execution: 'other' }, 'before-disk-full'),
    ]);
    const none = { alerts: 0, started: 0, refused: 0, duplicate: 0, shadow: 0, invalid: 0 };
    expect(activities).toEqual([
      { ...none, rule: 'before-disk-full', alerts: 1, shadow: 1, lastAt: '2026-11-21T11:59:00.000Z' },
      {
        ...{ ...none, rule: 'disk-full', alerts: 4, started: 2, refused: 1, duplicate: 1 },
        lastAt: '2026-11-21T12:03:00.000Z',
        lastRun: { at: '2026-11-21T12:01:00.000Z', execution: 'second' },
      },
    ]);
  });
});
