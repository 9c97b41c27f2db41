import { describe, expect, it } from 'vitest';
import { ago, span } from '#infra/cli/time.ts';

describe('a span', () => {
  it.each([
    [400, '0.4s'],
    [12_300, '12s'],
    [59_700, '60s'],
    [185_000, '3m 05s'],
    [7_800_000, '2h 10m'],
    [4 * 86_400_000, '4d'],
    [-5, '0.0s'],
  ])('of %i ms is %s', (milliseconds, text) => {
    expect(span(milliseconds)).toBe(text);
  });
});

describe('a moment', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  it.each([
    ['2026-11-21T11:59:57Z', '3s ago'],
    ['2026-11-21T11:40:30Z', '19m ago'],
    ['2026-11-21T09:00:00Z', '3h ago'],
    ['2026-11-18T12:00:00Z', '3d ago'],
    ['2026-10-01T12:00:00Z', '2026-10-01'],
    ['2026-11-21T12:30:00Z', 'in 30m'],
    [undefined, ''],
    ['long ago', 'long ago'],
  ])('%s is %s', (iso, text) => {
    expect(ago(iso, now)).toBe(text);
  });
});
