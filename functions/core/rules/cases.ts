import { matches } from './explain.ts';
import { type Pattern, parsePattern } from './pattern.ts';

/**
 * One case of the pattern language: a pattern with an event and whether they match, or a pattern with whether it is valid. Text
 * forms are raw JSON and win over the parsed ones.
 */
export interface PatternCase {
  id?: string;
  pattern?: unknown;
  patternText?: string;
  event?: unknown;
  eventText?: string;
  match?: boolean;
  valid?: boolean;
  invalid?: boolean;
  /** The verdict of the documentation, where the engine that recorded the case errs. It wins. */
  documented?: string | boolean;
  /** The verdict once `JSON.parse` has lost the raw spelling of a number or key. */
  normalized?: string | boolean;
}

/** What can be said of a case. */
export type Verdict = 'match' | 'no match' | 'valid' | 'invalid';

/** What became of one case; `reason` says why it failed or was skipped. */
export interface CaseResult {
  /** The case's id, or its number in the list. */
  id: string;
  outcome: 'passed' | 'failed' | 'skipped';
  reason?: string;
}

/** Whether a value is a case of the pattern language, and not one of alerts and rules. */
export const isPatternCase = (value: unknown): value is PatternCase =>
  typeof value === 'object' && value !== null && ('pattern' in value || 'patternText' in value);

// Recorders spell the second in several ways.
const verdicts = new Map<unknown, Verdict>([
  ['match', 'match'],
  ...['no match', 'no-match', 'nomatch'].map((word): [string, Verdict] => [word, 'no match']),
  ['valid', 'valid'],
  ['invalid', 'invalid'],
]);

/** A verdict as a case's writer put it: a word, or a boolean that means what the case is about. */
const verdictOf = (said: unknown, about: 'matching' | 'validity'): Verdict | undefined => {
  if (typeof said !== 'boolean') return verdicts.get(said);
  if (about === 'matching') return said ? 'match' : 'no match';
  return said ? 'valid' : 'invalid';
};

const expectedOf = (given: PatternCase): Verdict | undefined => {
  const about = given.match === undefined ? 'validity' : 'matching';
  return (
    verdictOf(given.documented, about) ??
    verdictOf(given.normalized, about) ??
    verdictOf(given.match, 'matching') ??
    (given.invalid ? 'invalid' : given.valid ? 'valid' : undefined)
  );
};

const jsonOf = (text: string | undefined, value: unknown): { value: unknown } | undefined => {
  if (text === undefined) return { value };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** How a pattern and an event are brought together; the fast matcher can be put here in place of the obvious one. */
export type Matcher = (pattern: Pattern, event: unknown) => boolean;

const judge = (given: PatternCase, expected: Verdict, match: Matcher): Omit<CaseResult, 'id'> => {
  const compare = (verdict: Verdict, because = ''): Omit<CaseResult, 'id'> =>
    verdict === expected
      ? { outcome: 'passed' }
      : { outcome: 'failed', reason: `expected ${expected}, was ${verdict}${because}` };
  const json = jsonOf(given.patternText, given.pattern);
  if (!json) return compare('invalid', ': the pattern is no JSON');
  const { pattern, faults } = parsePattern(json.value);
  if (!pattern) return compare('invalid', `: ${faults.map(({ path, problem }) => `${path} ${problem}`).join('; ')}`);
  if (expected === 'valid' || expected === 'invalid') return compare('valid');
  const event = jsonOf(given.eventText, given.event);
  if (!event) return { outcome: 'skipped', reason: 'the event is no JSON' };
  if (event.value === undefined) return { outcome: 'skipped', reason: 'the case has no event' };
  return compare(match(pattern, event.value) ? 'match' : 'no match');
};

/** Runs cases of the pattern language. A case that states no verdict is skipped. */
export const runCases = (cases: readonly PatternCase[], match: Matcher = matches): CaseResult[] =>
  cases.map((given, i) => {
    const id = given.id ?? String(i + 1);
    const expected = expectedOf(given);
    if (expected === undefined) return { id, outcome: 'skipped', reason: 'the case states no verdict' };
    return { id, ...judge(given, expected, match) };
  });
