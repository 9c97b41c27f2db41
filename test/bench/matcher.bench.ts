import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { files } from './matcher/files.ts';
import { built, rulesPerSecond, type Speed, speed } from './matcher/measure.ts';
import { alertText, patternOf, random } from './matcher/mix.ts';

/** The least share of `JSON.parse` alone that parsing and matching may have, by number of rules. */
const bars: Record<number, number> = { 10: 0.8, 1000: 0.6, 10000: 0.45, 100000: 0.25 };
const leastRulesPerSecond = 80_000;
const mostBytesPerRule = 800;

/** How far a share may lie below the kept one before `--check` says so; a shared machine varies by about half of it. */
const noise = 0.12;

const baselineFile = new URL('./matcher.baseline.json', import.meta.url);

interface Size extends Speed {
  rules: number;
  /** Left out for few rules, where they say nothing. */
  bytesPerRule?: number;
  rulesPerSecond?: number;
}

const measure = (rules: number): Size => {
  const next = random(rules);
  const texts = Array.from({ length: rules }, () => JSON.stringify(patternOf(next)));
  const events = Array.from({ length: 5000 }, () => alertText(next));
  const { rules: matching, bytesPerRule } = built(texts);
  const size = { rules, ...speed(matching, events) };
  if (rules < 10_000) return size;
  return { ...size, bytesPerRule, rulesPerSecond: rulesPerSecond(texts.map((text) => JSON.parse(text))) };
};

const problems = (sizes: Size[], kept: Size[]): string[] =>
  sizes.flatMap(({ rules, share, bytesPerRule = 0, rulesPerSecond: added = Number.POSITIVE_INFINITY }) => {
    const bar = bars[rules] ?? 0;
    const before = kept.find((size) => size.rules === rules)?.share ?? 0;
    return [
      ...(share < bar ? [`${rules} rules: share ${share} is below the bar ${bar}`] : []),
      ...(share < before - noise ? [`${rules} rules: share ${share} has slid from ${before}`] : []),
      ...(bytesPerRule > mostBytesPerRule
        ? [`${rules} rules: ${bytesPerRule} bytes a rule, at most ${mostBytesPerRule}`]
        : []),
      // Small sets are built before the compiler has warmed up.
      ...(rules >= 100_000 && added < leastRulesPerSecond
        ? [`${rules} rules: ${added} added a second, at least ${leastRulesPerSecond}`]
        : []),
    ];
  });

/** Measures each size, and again, twice at most, those that missed their mark: what a busy machine did does not repeat. */
const measureAll = (rules: number[], kept: Size[]): Size[] =>
  rules.map((count) => {
    let size = measure(count);
    for (let again = 0; again < 2 && problems([size], kept).length > 0; again++) size = measure(count);
    return size;
  });

/**
 * How fast alerts of 1 KB are matched from JSON text against 10 to 100,000 rules, what the rules weigh and how fast they are added.
 * `--sizes 10,1000` measures only these; `--check` ends with exit code 1 when a figure is below its bar or has slid from the kept
 * baseline; `--keep` keeps the figures as the new baseline; `--rules F --events F` matches the events of one file against the
 * rules of another and counts the matches.
 */
export default async (args: string[]): Promise<object> => {
  const { values } = parseArgs({
    args,
    options: {
      rules: { type: 'string' },
      events: { type: 'string' },
      sizes: { type: 'string', default: '10,100,1000,10000,100000' },
      check: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  if (values.rules && values.events) return files(values.rules, values.events);
  if (values.rules || values.events) throw new Error('Give both --rules FILE and --events FILE.');

  const kept: { sizes: Size[] } = JSON.parse(readFileSync(baselineFile, 'utf8'));
  const sizes = measureAll(values.sizes.split(',').map(Number), values.keep ? [] : kept.sizes);
  const result = { node: process.version, sizes, problems: problems(sizes, values.keep ? [] : kept.sizes) };
  for (const problem of result.problems) console.error(problem);
  if (values.check && result.problems.length > 0) process.exitCode = 1;
  if (values.keep) writeFileSync(baselineFile, `${JSON.stringify({ node: result.node, sizes }, undefined, 2)}\n`);
  return result;
};
