import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { files } from './matcher/files.ts';
import { built, rulesPerSecond, type Speed, speed } from './matcher/measure.ts';
import { alertText, mixes, patternOf, random, type Special } from './matcher/mix.ts';

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

/** The figures that are kept, by name of the mix. */
type Baseline = Record<string, { node: string; sizes: Size[] }>;

const measure = (rules: number, special: Special): Size => {
  const next = random(rules);
  const texts = Array.from({ length: rules }, () => JSON.stringify(patternOf(next, special)));
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
const measureAll = (rules: number[], special: Special, kept: Size[]): Size[] =>
  rules.map((count) => {
    let size = measure(count, special);
    for (let again = 0; again < 2 && problems([size], kept).length > 0; again++) size = measure(count, special);
    return size;
  });

/**
 * How fast alerts of 1 KB are matched from JSON text against 10 to 100,000 rules, what the rules weigh and how fast they are added.
 * `--mix severity` or `--mix alone` takes rules that say less beside their special field (mix.ts);
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
      mix: { type: 'string', default: 'exact' },
      sizes: { type: 'string', default: '10,100,1000,10000,100000' },
      check: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  if (values.rules && values.events) return files(values.rules, values.events);
  if (values.rules || values.events) throw new Error('Give both --rules FILE and --events FILE.');

  const { mix } = values;
  const special = mixes[mix];
  if (!special) throw new Error(`There is no mix ${mix}; there are ${Object.keys(mixes).join(', ')}.`);
  const baseline: Baseline = JSON.parse(readFileSync(baselineFile, 'utf8'));
  const kept = values.keep ? [] : (baseline[mix]?.sizes ?? []);
  const sizes = measureAll(values.sizes.split(',').map(Number), special, kept);
  const result = { node: process.version, mix, sizes, problems: problems(sizes, kept) };
  for (const problem of result.problems) console.error(problem);
  if (values.check && result.problems.length > 0) process.exitCode = 1;
  if (values.keep)
    writeFileSync(
      baselineFile,
      `${JSON.stringify({ ...baseline, [mix]: { node: result.node, sizes } }, undefined, 2)}\n`,
    );
  return result;
};
