import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { automaton, automatonInSlices } from '#functions/core/rules/automaton.ts';
import { matches } from '#functions/core/rules/explain.ts';
import { type Pattern, parsePattern } from '#functions/core/rules/pattern.ts';
import { event, patternJson } from './arbitraries.ts';

const patternOf = (json: unknown): Pattern => {
  const { pattern, faults } = parsePattern(json);
  if (!pattern) throw new Error(JSON.stringify(faults));
  return pattern;
};

const rulesOf = (...patterns: unknown[]) => patterns.map((json, value) => ({ pattern: patternOf(json), value }));

const pattern = patternJson.filter((json) => parsePattern(json).pattern !== undefined).map(patternOf);

interface Rule {
  pattern: Pattern;
  value: number;
}

/** How many pairs of a random pattern and a random event the first property looks at; ten by ten in each run. */
const pairs = 100_000;

describe('the automaton', () => {
  it('agrees with the obvious reading on random patterns and events', () => {
    let matched = 0;
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 10, maxLength: 10 }),
        fc.array(event, { minLength: 10, maxLength: 10 }),
        (patterns, events) => {
          const rules = patterns.map((each, value) => ({ pattern: each, value }));
          const set = automaton(rules);
          for (const each of events) {
            const expected = rules.filter((rule) => matches(rule.pattern, each)).map(({ value }) => value);
            expect(set.match(each)).toEqual(expected);
            matched += expected.length;
          }
        },
      ),
      { numRuns: pairs / 100 },
    );
    expect(matched).toBeGreaterThan(pairs / 50);
  }, 60_000);

  it('agrees with it where rules are many, and lie behind one another', () => {
    let matched = 0;
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 100, maxLength: 400, size: 'max' }),
        fc.array(event, { minLength: 20, maxLength: 20 }),
        (patterns, events) => {
          const rules = patterns.map((each, value) => ({ pattern: each, value }));
          const set = automaton(rules);
          for (const each of events) {
            const expected = rules.filter((rule) => matches(rule.pattern, each)).map(({ value }) => value);
            expect(set.match(each)).toEqual(expected);
            matched += expected.length;
          }
        },
      ),
      { numRuns: 25 },
    );
    expect(matched).toBeGreaterThan(5000);
  }, 60_000);

  it('gives each rule the verdict that it has alone, whatever was added and removed before, in any order', () => {
    const alone = (rule: Rule) => ({ ...rule, only: automaton([rule]) });
    const change = fc.oneof(
      { weight: 3, arbitrary: pattern.map((added) => ({ added })) },
      fc.nat().map((removed) => ({ removed })),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), fc.array(event, { maxLength: 5 }), (changes, events) => {
        let rules: ReturnType<typeof alone>[] = [];
        changes.forEach((each, value) => {
          if ('removed' in each) rules = rules.filter((_, i) => i !== each.removed % rules.length);
          else if (value % 2) rules = [...rules, alone({ pattern: each.added, value })];
          else rules = [alone({ pattern: each.added, value }), ...rules];
          const set = automaton(rules);
          for (const given of events)
            expect(set.match(given)).toEqual(
              rules.filter(({ only }) => only.match(given).length === 1).map((rule) => rule.value),
            );
        });
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('is the same when it is built in slices', async () => {
    const rules = rulesOf(
      ...Array.from({ length: 1000 }, (_, i) => ({ a: [`${i % 100}`], b: [{ prefix: `${i % 7}` }] })),
    );
    let pauses = 0;
    const set = await automatonInSlices(rules, async () => {
      pauses++;
    });
    expect(pauses).toBeGreaterThan(7);
    expect(set.print()).toBe(automaton(rules).print());
    const given = { a: '5', b: '3x' };
    expect(set.match(given)).toEqual(automaton(rules).match(given));
    expect(set.match(given).length).toBeGreaterThan(0);
  });

  it('answers in the order in which rules were given, each rule once, for few matches and for many', () => {
    const twice = { $or: [{ a: ['x', { prefix: 'x' }] }, { a: [{ suffix: 'x' }] }] };
    expect(automaton(rulesOf({ a: [{ exists: true }] }, twice, { a: ['x'] })).match({ a: 'x' })).toEqual([0, 1, 2]);
    const many = Array.from({ length: 500 }, (_, i) => (i % 2 ? twice : { a: [{ 'anything-but': `${i}` }] }));
    expect(automaton(rulesOf(...many)).match({ a: 'x' })).toEqual(many.map((_, i) => i));
  });

  it('finds rules that share one value by their further values', () => {
    const rules = rulesOf(
      ...Array.from({ length: 200 }, (_, i) => ({ name: ['n'], labels: { service: [`s${i}`], env: ['prod'] } })),
    );
    const set = automaton(rules);
    expect(set.match({ name: 'n', labels: { service: 's150', env: 'prod' } })).toEqual([150]);
    expect(set.match({ name: 'n', labels: { service: 's150', env: 'dev' } })).toEqual([]);
    expect(set.match({ name: 'n', labels: { service: ['s3', 's9'], env: 'prod' } })).toEqual([3, 9]);
  });

  it("does not take a text for a rule's because their hashes are equal", () => {
    // "Aa" and "BB" have the same hash, character by character.
    const set = automaton(rulesOf({ a: [{ prefix: 'AaAa' }], b: ['x'] }, { a: [{ suffix: 'AaAa' }] }));
    expect(set.match({ a: 'BBBB', b: 'x' })).toEqual([]);
    expect(set.match({ a: 'AaAa', b: 'x' })).toEqual([0, 1]);
  });

  it('takes what objects inherit for no field of an event', () => {
    const set = automaton(
      rulesOf({ constructor: [{ exists: true }] }, { ['__proto__']: { ['__proto__']: [{ exists: true }] } }),
    );
    expect(set.match({})).toEqual([]);
    expect(set.match(JSON.parse('{"constructor": 1, "__proto__": {"__proto__": null}}'))).toEqual([0, 1]);
  });

  it('forgets one event before the next', () => {
    const set = automaton(rulesOf({ a: [1], b: [2] }, { a: [{ exists: false }] }));
    expect(set.match({ a: 1 })).toEqual([]);
    expect(set.match({ b: 2 })).toEqual([1]);
    expect(set.match({ a: [1, 3], b: 2 })).toEqual([0]);
    expect(set.match({ a: 1, b: 2 })).toEqual([0]);
    expect(set.match({ a: undefined, b: 2 })).toEqual([1]);
  });

  it('matches nothing that is no JSON object', () => {
    const set = automaton(rulesOf({ a: [{ exists: false }] }));
    for (const given of [null, undefined, 1, 'a', [], [{}]]) expect(set.match(given)).toEqual([]);
    expect(automaton([]).match({ a: 1 })).toEqual([]);
  });

  it('shows where its rules are found', () => {
    const set = automaton(rulesOf({ a: ['x'], b: [{ prefix: 'y' }] }, { c: [{ exists: false }] }));
    expect(set.print()).toBe(
      [
        '2 rules, 2 alternatives, 3 predicates, 3 paths',
        'a is "x"',
        '  rule 0: a is "x" and b starts with "y"',
        'whatever the event has',
        '  rule 1: c does not exist',
      ].join('\n'),
    );
  });
});
