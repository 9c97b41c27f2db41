import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { automaton } from '#functions/core/rules/automaton.ts';
import { matches } from '#functions/core/rules/explain.ts';
import { parsePattern } from '#functions/core/rules/pattern.ts';

// The page is the spec: its tables of patterns with yes or no are run against the alert or event that was shown last.
const page = readFileSync(new URL('../../../../../functions/core/rules/pattern.md', import.meta.url), 'utf8');

const examples: { pattern: string; event: unknown; expected: boolean }[] = [];
let event: unknown;
for (const [, json, pattern, verdict] of page.matchAll(/```json\n([^`]*)```|^\| *`(\{[^`]*\})` *\| *(yes|no) *\|/gm))
  if (json) event = JSON.parse(json);
  else examples.push({ pattern: pattern!, event, expected: verdict === 'yes' });

describe('pattern.md', () => {
  it('has examples in each of its tables', () => {
    expect(examples.length).toBeGreaterThanOrEqual(12);
  });

  it.each(examples)('tells the truth about $pattern', ({ pattern: text, event: given, expected }) => {
    const { pattern } = parsePattern(JSON.parse(text));
    expect([matches(pattern!, given), automaton([{ pattern: pattern!, value: 1 }]).match(given).length === 1]).toEqual([
      expected,
      expected,
    ]);
  });
});
