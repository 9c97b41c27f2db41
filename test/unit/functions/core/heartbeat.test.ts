import { describe, expect, it } from 'vitest';
import type { Alert } from '#functions/core/alert.ts';
import { beatOf, interval, toleratedSeconds } from '#functions/core/heartbeat.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString();
const watchdog: Alert = {
  name: 'Watchdog',
  status: 'firing',
  labels: { cluster: 'blue' },
  annotations: {},
  source: 'alertmanager',
  startsAt: at(0),
  fingerprint: 'f1',
  flags: ['heartbeat'],
};
const beat = (second: number) => beatOf(watchdog, 'eu-west-1', at(second))!;

/** The interval after beats at these seconds. */
const heard = (...seconds: number[]): number | undefined => {
  let known: { at: string; everySeconds?: number } | undefined;
  for (const second of seconds) {
    const everySeconds = interval(known, beat(second));
    known = { at: at(second), ...(everySeconds !== undefined && { everySeconds }) };
  }
  return known?.everySeconds;
};

describe('a heartbeat', () => {
  it('beats when its alert fires, and not when that is resolved or no heartbeat', () => {
    expect(beat(0)).toMatchObject({ name: 'Watchdog', source: 'alertmanager', region: 'eu-west-1', at: at(0) });
    expect(beatOf({ ...watchdog, status: 'resolved' }, 'eu-west-1', at(0))).toBeUndefined();
    expect(beatOf({ ...watchdog, flags: ['startsAt'] }, 'eu-west-1', at(0))).toBeUndefined();
    expect(beatOf({ ...watchdog, instance: 'alertmanager-emea' }, 'eu-west-1', at(0))?.source).toBe(
      'alertmanager-emea',
    );
  });

  it('may say itself how often it comes', () => {
    const says = (heartbeat_interval: string) =>
      beatOf({ ...watchdog, annotations: { heartbeat_interval } }, 'eu-west-1', at(0))?.everySeconds;
    expect(says('5m')).toBe(300);
    expect(says('often')).toBeUndefined();
    expect(interval({ at: at(0), everySeconds: 60 }, { ...beat(60), everySeconds: 300 })).toBe(300);
  });

  it.each([
    ['the first', [0], undefined],
    ['the second', [0, 60], 60],
    ['the second half of a pair', [0, 1], undefined],
    ['pairs', [0, 1, 60, 61, 120], 59],
    ['an outage', [0, 60, 3600], 120],
    ['a shorter interval, a little each time', [0, 100, 150, 200], 81],
  ])('is expected as often as it came: %s', (_what, seconds, every) => {
    expect(heard(...seconds)).toBe(every);
  });

  it('may be late by some intervals, and by a day as long as none is known', () => {
    expect(toleratedSeconds({ everySeconds: 300 }, 3)).toBe(900);
    expect(toleratedSeconds({ everySeconds: 5 }, 3)).toBe(60);
    expect(toleratedSeconds({}, 3)).toBe(86_400);
  });
});
