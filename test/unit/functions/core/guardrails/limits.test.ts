import { describe, expect, it } from 'vitest';
import { type Counted, type Counts, counted, noCounts } from '#functions/core/guardrails/counts.ts';
import type { Intent, Known } from '#functions/core/guardrails/guardrail.ts';
import { judge, refusalOf } from '#functions/core/guardrails/judge.ts';
import { limits } from '#functions/core/guardrails/order.ts';
import type { Guard } from '#functions/core/rules/rule.ts';

const noon = '2026-11-21T12:00:00.000Z';
const ago = (minutes: number): string => new Date(Date.parse(noon) - minutes * 60_000).toISOString();
const run = (execution: string, minutes: number, target = 'ec2:i-1'): Counted => ({
  execution,
  at: ago(minutes),
  target,
});

const intent = (guard: Guard, fields: Partial<Intent> = {}): Intent => ({
  rule: {
    name: 'disk',
    owner: 'infra',
    mode: 'auto',
    when: { alternatives: [] },
    run: 'clear',
    with: {},
    guard,
    notify: {},
    priority: 0,
    continue: false,
    matchAll: false,
    source: {},
  },
  alert: {
    name: 'DiskFull',
    status: 'firing',
    labels: {},
    annotations: {},
    source: 'plain',
    startsAt: noon,
    fingerprint: 'f',
  },
  execution: 'me',
  decision: 'd1',
  episode: 'e1',
  seenAt: noon,
  target: 'ec2:i-1',
  remediates: true,
  ...fields,
});
const verdict = (asked: Intent, counts: Partial<Counts>): string => {
  const known: Known = { now: new Date(noon), switches: [], started: [], counts: { ...noCounts, ...counts } };
  const refusal = refusalOf(judge(asked, known, limits));
  return refusal ? `${refusal.guardrail}: ${refusal.reason}${refusal.until ? ` | ${refusal.until}` : ''}` : 'allowed';
};

describe('attempts', () => {
  const three = intent({ attempts: { max: 3, perSeconds: 86_400 } });
  it('end with the last that the rule allows on a target, until the first is a day old', () => {
    const onTarget = [run('a', 600), run('b', 300), run('c', 60)];
    expect(verdict(three, { onTarget })).toBe(
      'attempts: disk had 3 runs on ec2:i-1 within 1d, at most 3; somebody must look at it | 2026-11-22T02:00:00.000Z',
    );
    expect(verdict(three, { onTarget: onTarget.slice(1) })).toBe('allowed');
    expect(verdict(three, { onTarget: [run('old', 1440), ...onTarget.slice(1)] })).toBe('allowed');
  });

  it('do not count the run itself, and are none where the rule names none', () => {
    const onTarget = [run('me', 3), run('b', 2), run('c', 1)];
    expect(verdict(three, { onTarget })).toBe('allowed');
    expect(verdict(intent({}), { onTarget: [...onTarget, run('d', 1)] })).toBe('allowed');
  });
});

describe('rate', () => {
  it('counts all runs of the rule, and says when there is room again', () => {
    const two = intent({ rate: { max: 2, perSeconds: 3600 } });
    const ofRule = [run('b', 10), run('a', 50), run('c', 5)];
    expect(verdict(two, { ofRule })).toBe('rate: disk had 3 runs within 1h, at most 2 | 2026-11-21T12:50:00.000Z');
    expect(verdict(two, { ofRule: ofRule.slice(2) })).toBe('allowed');
  });
});

describe('blast radius', () => {
  const two = { blastRadius: { max: 2, perSeconds: 3600 } };
  const targets = [run('a', 20, 'ec2:i-2'), run('b', 10, 'ec2:i-3')];
  it('refuses one more target, and lets the rule go on with those that it has changed', () => {
    expect(verdict(intent(two), { targets })).toBe(
      'blast radius: disk was to change 2 other targets within 1h, at most 2 | 2026-11-21T12:40:00.000Z',
    );
    expect(verdict(intent(two, { target: 'ec2:i-3' }), { targets })).toBe('allowed');
    expect(verdict(intent(two), { targets: targets.slice(1) })).toBe('allowed');
  });

  it('does not mind what changes nothing, or nothing that has a name', () => {
    expect(verdict(intent(two, { remediates: false }), { targets })).toBe('allowed');
    const { target: _, ...nameless } = intent(two);
    expect(verdict(nameless, { targets })).toBe('allowed');
  });
});

describe('concurrency', () => {
  it('waits for one of the others to end, and names them', () => {
    const one = intent({ concurrency: 1 });
    expect(verdict(one, { running: [run('a', 5)] })).toBe('concurrency: at most 1 run of disk at once; not ended: a');
    expect(verdict(one, { running: [run('me', 5)] })).toBe('allowed');
    const many = ['a', 'b', 'c', 'd', 'e'].map((name, i) => run(name, i + 1));
    expect(verdict(one, { running: many })).toMatch(/: e, d, c and 2 more$/);
  });

  it('does not wait for ever for a run whose end nobody told', () => {
    expect(verdict(intent({ concurrency: 1 }), { running: [run('a', 31 * 1440)] })).toBe('allowed');
  });
});

describe('counting a run', () => {
  const guard: Guard = {
    cooldownSeconds: 600,
    attempts: { max: 3, perSeconds: 3600 },
    rate: { max: 3, perSeconds: 7200 },
    blastRadius: { max: 3, perSeconds: 3600 },
    concurrency: 3,
  };
  const me = { execution: 'me', at: noon, target: 'ec2:i-1', remediates: true };

  it('adds it to what the limits look at, and drops what they do not look at any more', () => {
    const old = run('old', 90, 'ec2:i-2');
    const next = counted({ onTarget: [old], ofRule: [old], targets: [old], running: [old] }, me, guard);
    const names = (runs: Counted[]) => runs.map(({ execution }) => execution);
    expect(Object.values(next).map(names)).toEqual([['me'], ['old', 'me'], ['me'], ['old', 'me']]);
  });

  it('keeps one entry a target, and adds none for a run that changes nothing', () => {
    const { targets } = counted({ ...noCounts, targets: [run('a', 5)] }, me, guard);
    expect(targets.map(({ execution }) => execution)).toEqual(['me']);
    expect(counted(noCounts, { ...me, remediates: false }, guard).targets).toEqual([]);
  });

  it('changes nothing when it is counted already, or when the rule has no limit', () => {
    const once = counted(noCounts, me, guard);
    expect(counted(once, { ...me, at: '2026-11-21T12:30:00.000Z' }, guard)).toEqual(once);
    expect(counted(noCounts, me, {})).toEqual(noCounts);
  });
});
