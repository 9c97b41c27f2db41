import { describe, expect, it } from 'vitest';
import { type AlertStatus, episode, fingerprintOf, heldBack } from '#functions/core/alert.ts';

describe('an alert', () => {
  it.each<AlertStatus>(['resolved', 'acknowledged', 'unknown', 'event', 'merged'])(
    'that is %s is held back',
    (status) => {
      expect(heldBack({ status })).toContain(status);
    },
  );

  it('that fires is not, unless it is a heartbeat or suppressed at its sender', () => {
    expect(heldBack({ status: 'firing' })).toBeUndefined();
    expect(heldBack({ status: 'firing', flags: ['startsAt'] })).toBeUndefined();
    expect(heldBack({ status: 'firing', flags: ['startsAt', 'heartbeat'] })).toContain('heartbeat');
    expect(heldBack({ status: 'firing', flags: ['suppressed'] })).toContain('suppressed');
  });

  it('has one episode for each period of firing', () => {
    const first = episode({ fingerprint: 'f', startsAt: '2026-03-01T10:00:00.000Z' });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(episode({ fingerprint: 'f', startsAt: '2026-03-01T10:00:00.000Z' })).toBe(first);
    expect(episode({ fingerprint: 'f', startsAt: '2026-03-01T10:00:01.000Z' })).not.toBe(first);
    expect(episode({ fingerprint: 'g', startsAt: '2026-03-01T10:00:00.000Z' })).not.toBe(first);
  });

  it('has a fingerprint of its labels in any order, in which no two label sets are alike', () => {
    expect(fingerprintOf({ a: '1', b: '2' })).toBe(fingerprintOf({ b: '2', a: '1' }));
    expect(fingerprintOf({ a: '1' })).not.toBe(fingerprintOf({ a1: '' }));
  });
});
