import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { automaton } from '#functions/core/rules/automaton.ts';
import { isPatternCase, type PatternCase, runCases } from '#functions/core/rules/cases.ts';
import { matches } from '#functions/core/rules/explain.ts';
import { type Pattern, parsePattern } from '#functions/core/rules/pattern.ts';

const outcomes = (...cases: PatternCase[]): string[] =>
  runCases(cases).map(({ outcome, reason }) => (reason ? `${outcome}: ${reason}` : outcome));

describe('pattern cases', () => {
  it('pass or fail by whether the pattern matches the event', () => {
    const event = { a: 'x' };
    expect(
      outcomes({ pattern: { a: ['x'] }, event, match: true }, { pattern: { a: ['x'] }, event, match: false }),
    ).toEqual(['passed', 'failed: expected no match, was match']);
  });

  it('pass or fail by whether the pattern is valid', () => {
    expect(
      outcomes(
        { pattern: { a: [] }, invalid: true },
        { pattern: { a: ['x'] }, invalid: true },
        { pattern: { a: ['x'] }, valid: true },
        { pattern: { a: [] }, valid: true },
        { pattern: { a: [] }, event: {}, match: true },
        { patternText: '{"a": [', invalid: true },
        { patternText: '{"a": [', valid: true },
      ),
    ).toEqual([
      'passed',
      'failed: expected invalid, was valid',
      'passed',
      'failed: expected valid, was invalid: a is an empty list',
      'failed: expected match, was invalid: a is an empty list',
      'passed',
      'failed: expected valid, was invalid: the pattern is no JSON',
    ]);
  });

  it('go by the documentation where the engine errs, and by the parsed value where JSON loses the raw spelling', () => {
    const pattern = { a: [1] };
    expect(
      outcomes(
        { pattern, event: { a: 1 }, match: false, documented: true },
        { pattern, eventText: '{"a": 1.0}', match: false, normalized: true },
        { pattern, event: { a: 1 }, match: false, documented: 'match', normalized: false },
        { pattern, event: { a: 1 }, match: true, normalized: 'nomatch' },
        { patternText: '{"a": [{"numeric": ["=", 1E-325]}]}', invalid: true, normalized: 'valid' },
        { pattern, valid: true, documented: false },
      ),
    ).toEqual([
      'passed',
      'passed',
      'passed',
      'failed: expected no match, was match',
      'passed',
      'failed: expected invalid, was valid',
    ]);
  });

  it('read the text forms before the parsed ones', () => {
    expect(
      outcomes({ pattern: { a: [2] }, patternText: '{"a": [1]}', event: { a: 2 }, eventText: '{"a": 1}', match: true }),
    ).toEqual(['passed']);
  });

  it('are skipped with a reason when there is nothing to decide', () => {
    expect(
      outcomes(
        { pattern: { a: [1] } },
        { pattern: { a: [1] }, match: true },
        { pattern: { a: [1] }, eventText: '{', match: true },
      ),
    ).toEqual([
      'skipped: the case states no verdict',
      'skipped: the case has no event',
      'skipped: the event is no JSON',
    ]);
  });

  it('are named by their id, or by their number', () => {
    expect(
      runCases([
        { id: 'T1', pattern: { a: [] }, invalid: true },
        { pattern: {}, invalid: true },
      ]).map(({ id }) => id),
    ).toEqual(['T1', '2']);
  });

  it('are told from other cases by having a pattern', () => {
    expect([{ pattern: {} }, { patternText: '{}' }, { alert: {} }, null, 'pattern'].map(isPatternCase)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

const shared = new URL('../../../../../../shared/conformance/patterns.json', import.meta.url);
const conformance: PatternCase[] = existsSync(shared) ? JSON.parse(readFileSync(shared, 'utf8')) : [];

describe.skipIf(conformance.length === 0)(
  'the cases recorded from the reference engine (skipped without ../shared/conformance)',
  () => {
    const failures = (match: (pattern: Pattern, event: unknown) => boolean) =>
      runCases(conformance, match).filter(({ outcome }) => outcome !== 'passed');

    it('all pass by the obvious reading', () => {
      expect(failures(matches)).toEqual([]);
    });

    it('all pass by an automaton of one rule', () => {
      expect(failures((pattern, event) => automaton([{ pattern, value: true }]).match(event).length === 1)).toEqual([]);
    });

    it('all pass by one automaton of all their patterns', () => {
      const patterns = conformance
        .map(({ pattern }) => parsePattern(pattern).pattern)
        .filter((pattern) => pattern !== undefined);
      const all = automaton(patterns.map((pattern) => ({ pattern, value: JSON.stringify(pattern) })));
      expect(failures((pattern, event) => all.match(event).includes(JSON.stringify(pattern)))).toEqual([]);
    });
  },
);
