import { describe, expect, it } from 'vitest';
import { automaton } from '#functions/core/rules/automaton.ts';
import { explain, matches } from '#functions/core/rules/explain.ts';
import { parsePattern } from '#functions/core/rules/pattern.ts';

// None of these is timed. Each would run for hours, or end the process, if its cost were not bounded as pattern.md says.

const verdicts = (json: unknown, event: unknown): boolean[] => {
  const { pattern } = parsePattern(json);
  if (!pattern) throw new Error('the pattern is wrong');
  return [
    matches(pattern, event),
    automaton([{ pattern, value: 1 }]).match(event).length === 1,
    explain(pattern, event).held,
  ];
};

const nested = (depth: number, open: string, inner: string, close: string) =>
  JSON.parse(open.repeat(depth) + inner + close.repeat(depth));

describe('what is meant to hurt', { timeout: 60_000 }, () => {
  it('reads wildcards once, however many stars they have', () => {
    const value = 'a'.repeat(300_000);
    expect(verdicts({ a: [{ wildcard: `${'*a'.repeat(1000)}*b*` }] }, { a: value })).toEqual([false, false, false]);
    expect(verdicts({ a: [{ wildcard: `${'a*'.repeat(1000)}a` }] }, { a: value })).toEqual([true, true, true]);
    expect(verdicts({ a: [{ 'anything-but': { wildcard: '*ab*ab*ab' } }] }, { a: value })).toEqual([true, true, true]);
  });

  it('matches values of 300 KB by either end and in any letter case', () => {
    const value = `${'x'.repeat(300_000)}END`;
    expect(verdicts({ a: [{ suffix: 'END' }] }, { a: value })).toEqual([true, true, true]);
    expect(verdicts({ a: [{ prefix: value.slice(0, 290_000) }] }, { a: value })).toEqual([true, true, true]);
    expect(verdicts({ a: [{ 'equals-ignore-case': value }] }, { a: value.toUpperCase() })).toEqual([true, true, true]);
  });

  it('sees no field under 20,000 arrays, and any under 1,000', () => {
    expect(verdicts({ a: [1] }, { a: nested(20_000, '[', '1', ']') })).toEqual([false, false, false]);
    expect(verdicts({ a: [{ exists: false }] }, { a: nested(20_000, '[', '1', ']') })).toEqual([true, true, true]);
    expect(verdicts({ a: [1] }, { a: nested(1000, '[', '1', ']') })).toEqual([true, true, true]);
    expect(verdicts({ a: { b: [1] } }, { a: nested(1000, '[', '{"b":1}', ']') })).toEqual([true, true, true]);
  });

  it('passes by objects that no pattern asks for, 20,000 deep', () => {
    expect(verdicts({ a: [1] }, { a: 1, b: nested(20_000, '{"a":', '1', '}') })).toEqual([true, true, true]);
    expect(verdicts({ a: { a: [1] } }, nested(20_000, '{"a":', '1', '}'))).toEqual([false, false, false]);
  });

  it('says that a pattern nested 20,000 deep is, whatever it is nested in', () => {
    const deep = (open: string, inner: string, close: string) =>
      parsePattern(nested(20_000, open, inner, close)).faults[0]?.problem;
    expect(deep('{"a":', '[1]', '}')).toBe('is nested deeper than 100 levels');
    expect(deep('{"$or":[', '1', ']}')).toContain('list of at least two objects');
    expect(parsePattern({ a: nested(20_000, '[', '1', ']') }).faults[0]?.problem).toBe('a list cannot be matched');
    expect(parsePattern({ ['a.'.repeat(20_000)]: [1] }).faults[0]?.problem).toBe('has a path of more than 100 levels');
  });

  it('counts the alternatives of a pattern before it multiplies them out', () => {
    const choice = { $or: [{ a: [1] }, { b: [1] }] };
    const pattern = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}`, choice]));
    const { faults } = parsePattern(pattern);
    expect(faults.map(({ problem }) => problem)).toEqual([`multiplies into ${2 ** 60} alternatives, of at most 1000`]);
    const allowed = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, choice]));
    expect(parsePattern(allowed).pattern?.alternatives).toHaveLength(512);
  });

  it('does not multiply long arrays with each other', () => {
    const array = Array.from({ length: 5000 }, (_, i) => ({ x: i, y: i }));
    const event = { a: array, b: array, c: array, d: array };
    const asks = (x: number, y: number) => ({ x: [{ numeric: ['>', x] }], y: [{ numeric: ['<', y] }] });
    expect(verdicts({ a: asks(1, 10), b: asks(1, 10), c: asks(1, 10), d: asks(10, 5) }, event)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
