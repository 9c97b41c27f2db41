import { describe, expect, it } from 'vitest';
import { noCounts } from '#functions/core/guardrails/counts.ts';
import type { Intent, Known } from '#functions/core/guardrails/guardrail.ts';
import { judge, refusalOf } from '#functions/core/guardrails/judge.ts';
import { order } from '#functions/core/guardrails/order.ts';
import type { Mode, Rule } from '#functions/core/rules/rule.ts';

const rule: Rule = {
  name: 'disk',
  owner: 'infra',
  mode: 'auto',
  when: { alternatives: [] },
  run: 'clear-full-disk',
  with: {},
  guard: { cooldownSeconds: 900 },
  notify: {},
  priority: 0,
  continue: false,
  matchAll: false,
  source: {},
};
const intent = (fields: Partial<Intent> = {}): Intent => ({
  rule,
  alert: {
    name: 'NodeDiskPressure',
    status: 'firing',
    labels: {},
    annotations: {},
    source: 'alertmanager',
    startsAt: '2026-11-21T12:00:00.000Z',
    fingerprint: 'f',
  },
  execution: 'disk-1',
  decision: 'd1',
  episode: 'e1',
  seenAt: '2026-11-21T12:00:00.000Z',
  target: 'ec2:i-1',
  remediates: true,
  ...fields,
});
const known = (fields: Partial<Known> = {}): Known => ({
  now: new Date('2026-11-21T12:00:00.000Z'),
  switches: [],
  started: [],
  counts: noCounts,
  ...fields,
});
const alert = intent().alert;
const verdict = (i: Intent, k: Known): string => {
  const refusal = refusalOf(judge(i, k));
  return refusal ? `${refusal.guardrail}: ${refusal.reason}${refusal.until ? ` | ${refusal.until}` : ''}` : 'allowed';
};

describe('the guardrails', () => {
  it('are asked in the order of the design', () => {
    expect(order.map(({ name }) => name)).toEqual([
      'kill switch',
      'mode',
      'status',
      'hold',
      'episode',
      'one remedy',
      'attempts',
      'cooldown',
      'rate',
      'blast radius',
      'concurrency',
      'target lock',
    ]);
  });

  it('all answer when none refuses', () => {
    const verdicts = judge(intent(), known());
    expect(verdicts.map(({ guardrail }) => guardrail)).toEqual(order.map(({ name }) => name));
    expect(verdicts.every(({ allowed }) => allowed)).toBe(true);
  });

  it('end with the first refusal', () => {
    const refused = known({
      counts: { ...noCounts, onTarget: [{ execution: 'disk-0', at: '2026-11-21T11:50:00.000Z' }] },
      lock: { execution: 'other', until: '2026-11-21T12:10:00.000Z' },
    });
    expect(judge(intent(), refused).map(({ guardrail }) => guardrail)).toEqual(
      order.slice(0, 8).map(({ name }) => name),
    );
  });
});

describe('kill switch', () => {
  const off = { off: true, by: 'ann', at: '2026-11-21T11:00:00.000Z' };
  it.each([
    [{ kind: 'everything' as const }, 'everything'],
    [{ kind: 'rule' as const, name: 'disk' }, 'rule disk'],
    [{ kind: 'runbook' as const, name: 'clear-full-disk' }, 'runbook clear-full-disk'],
    [{ kind: 'target' as const, name: 'ec2:i-1' }, 'target ec2:i-1'],
  ])('stops %o', (scope, what) => {
    expect(verdict(intent(), known({ switches: [{ scope, ...off, reason: 'storm' }] }))).toBe(
      `kill switch: ${what} is switched off by ann since 2026-11-21T11:00:00.000Z: storm`,
    );
  });

  it('stops nothing else, and nothing once it is on again', () => {
    const switches = [
      { scope: { kind: 'everything' as const }, ...off, off: false },
      { scope: { kind: 'rule' as const, name: 'other' }, ...off },
      { scope: { kind: 'target' as const, name: 'ec2:i-2' }, ...off },
    ];
    expect(verdict(intent(), known({ switches }))).toBe('allowed');
    expect(verdict(intent({ target: undefined }), known({ switches }))).toBe('allowed');
  });
});

describe('mode', () => {
  it.each<[Mode, string]>([
    ['shadow', 'starts nothing'],
    ['plan', 'ends before the first step'],
    ['approve', 'people are asked'],
    ['auto', 'all the way'],
  ])('says how far %s goes, and lets the others judge', (mode, words) => {
    const verdicts = judge(intent({ rule: { ...rule, mode } }), known());
    expect(verdicts[1]).toEqual({ guardrail: 'mode', allowed: true, note: expect.stringContaining(words) });
    expect(verdicts).toHaveLength(order.length);
  });
});

describe('status', () => {
  it.each([
    [{ ...alert, status: 'unknown' as const }, 'its status is unknown, not firing'],
    [{ ...alert, status: 'event' as const }, 'its status is event, not firing'],
    [{ ...alert, flags: ['heartbeat'] }, 'it is a heartbeat, which only says that its sender still speaks'],
    [{ ...alert, flags: ['suppressed'] }, 'it is suppressed at its sender'],
  ])('never remedies what is held back, but may look into it', (held, reason) => {
    expect(verdict(intent({ alert: held }), known())).toBe(`status: ${reason}`);
    expect(verdict(intent({ alert: held, remediates: false }), known())).toBe('allowed');
  });
});

describe('episode', () => {
  const at = '2026-11-21T11:59:00.000Z';
  it('refuses what another delivery has started or is about to', () => {
    expect(verdict(intent(), known({ claim: { by: 'd0', at, started: true } }))).toBe(
      'episode: disk-1 was started for this episode already, by decision d0',
    );
    expect(verdict(intent(), known({ claim: { by: 'd0', at, started: false } }))).toContain('is being started');
  });

  it('lets the same delivery go on, and another one when the first was given up', () => {
    expect(verdict(intent(), known({ claim: { by: 'd1', at, started: false } }))).toBe('allowed');
    expect(verdict(intent(), known({ claim: { by: 'd1', at, started: true } }))).toBe('allowed');
    const old = { by: 'd0', at: '2026-11-21T11:54:00.000Z', started: false };
    expect(verdict(intent(), known({ claim: old }))).toBe('allowed');
    expect(verdict(intent(), known({ claim: { ...old, started: true } }))).toContain('episode:');
  });
});

describe('one remedy', () => {
  const started = [{ execution: 'other-1', remediates: true, target: 'ec2:i-1' }];
  it('refuses a second remedy of a target in an episode', () => {
    expect(verdict(intent(), known({ started }))).toContain(
      'one remedy: other-1 already remedies ec2:i-1 in this episode',
    );
    const nameless = [{ execution: 'other-1', remediates: true }];
    expect(verdict(intent({ target: undefined }), known({ started: nameless }))).toContain(
      'already remedies this alert',
    );
  });

  it('lets pass what changes nothing, another target, its own run, and a rule that says so', () => {
    expect(verdict(intent({ remediates: false }), known({ started }))).toBe('allowed');
    expect(verdict(intent({ target: 'ec2:i-2' }), known({ started }))).toBe('allowed');
    expect(verdict(intent({ execution: 'other-1' }), known({ started }))).toBe('allowed');
    expect(verdict(intent({ rule: { ...rule, continue: true } }), known({ started }))).toBe('allowed');
    expect(verdict(intent(), known({ started: [{ ...started[0]!, remediates: false }] }))).toBe('allowed');
  });
});

describe('cooldown', () => {
  const counts = { ...noCounts, onTarget: [{ execution: 'disk-0', at: '2026-11-21T12:00:00.000Z' }] };
  it('refuses until its end', () => {
    expect(verdict(intent(), known({ counts }))).toBe(
      'cooldown: cooldown of ec2:i-1 until 2026-11-21T12:15:00.000Z, after disk-0 | 2026-11-21T12:15:00.000Z',
    );
    expect(verdict(intent(), known({ counts, now: new Date('2026-11-21T12:15:00.000Z') }))).toBe('allowed');
  });

  it('is none for the run that began it, nor for a rule that has none any more', () => {
    expect(verdict(intent({ execution: 'disk-0' }), known({ counts }))).toBe('allowed');
    expect(verdict(intent({ rule: { ...rule, guard: {} } }), known({ counts }))).toBe('allowed');
  });
});

describe('target lock', () => {
  const lock = { execution: 'other', until: '2026-11-21T12:10:00.000Z' };
  it('refuses while another execution has the target', () => {
    expect(verdict(intent(), known({ lock }))).toBe(
      'target lock: ec2:i-1 is locked by other, until it ends or 2026-11-21T12:10:00.000Z | 2026-11-21T12:10:00.000Z',
    );
  });

  it('does not mind what changes nothing, nor its own lock', () => {
    expect(verdict(intent({ remediates: false }), known({ lock }))).toBe('allowed');
    expect(verdict(intent({ execution: 'other' }), known({ lock }))).toBe('allowed');
  });
});
