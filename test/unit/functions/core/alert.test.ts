import { describe, expect, it } from 'vitest';
import { type AlertStatus, episode, fingerprintOf, heldBack, identity } from '#functions/core/alert.ts';

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
    const at = { source: 'zabbix', fingerprint: '7', startsAt: '2026-03-01T10:00:00.000Z' };
    const first = episode(at);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(episode({ ...at })).toBe(first);
    expect(episode({ ...at, startsAt: '2026-03-01T10:00:01.000Z' })).not.toBe(first);
    expect(episode({ ...at, fingerprint: '8' })).not.toBe(first);
  });

  it('is another than that of another sender, whatever fingerprint both may say', () => {
    const seven = { source: 'zabbix', fingerprint: '7' };
    const all = [seven, { ...seven, source: 'icinga' }, { ...seven, instance: 'zabbix-emea' }];
    expect(new Set(all.map(identity)).size).toBe(3);
    expect(identity({ ...seven, instance: 'zabbix' })).toBe(identity(seven));
  });

  it('has a fingerprint of its labels in any order, in which no two label sets are alike', () => {
    expect(fingerprintOf({ a: '1', b: '2' })).toBe(fingerprintOf({ b: '2', a: '1' }));
    expect(fingerprintOf({ a: '1' })).not.toBe(fingerprintOf({ a1: '' }));
  });
});
