import { readFileSync } from 'node:fs';
import { automaton } from '#functions/core/rules/automaton.ts';
import { type Pattern, parsePattern } from '#functions/core/rules/pattern.ts';
import { addedPerSecond, round } from './measure.ts';

const lines = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');

const ruleOf = (line: string, number: number, file: string): { pattern: Pattern; value: string } => {
  const { name, pattern: written } = JSON.parse(line);
  const { pattern, faults } = parsePattern(written);
  if (pattern) return { pattern, value: String(name) };
  throw new Error(
    `${file}:${number + 1}: ${faults.map(({ path, problem, cure }) => `${path} ${problem}. ${cure}`).join(' ')}`,
  );
};

// Passes over all events: enough for the compiler to warm up, and for long files not too many.
const leastPasses = 3;
const mostPasses = 200;
const enoughMilliseconds = 2000;

/**
 * Matches the events of one file (a JSON event a line) against the rules of another (`{name, pattern}` a line).
 * Times are of the quickest of several passes over all events.
 *
 * @throws Error when a rule's pattern has faults, with the file and line.
 */
export const files = (rulesFile: string, eventsFile: string): object => {
  const start = performance.now();
  const rules = lines(rulesFile).map((line, i) => ruleOf(line, i, rulesFile));
  const read = performance.now();
  const automatonOfRules = automaton(rules);
  const built = performance.now();
  const texts = lines(eventsFile);

  const time = (work: (text: string) => unknown): number => {
    const from = performance.now();
    for (const text of texts) work(text);
    return performance.now() - from;
  };
  let matches = 0;
  const alone: number[] = [];
  const both: number[] = [];
  const first = performance.now();
  const enough = () => performance.now() - first > enoughMilliseconds;
  for (let pass = 0; pass < mostPasses && (pass < leastPasses || !enough()); pass++) {
    alone.push(time(JSON.parse));
    matches = 0;
    both.push(
      time((text) => {
        matches += automatonOfRules.match(JSON.parse(text)).length;
      }),
    );
  }
  const parseMilliseconds = Math.min(...alone);
  const totalMilliseconds = Math.min(...both);
  return {
    rules: rules.length,
    events: texts.length,
    matches,
    readRulesMilliseconds: round(read - start),
    buildMilliseconds: round(built - read),
    rulesPerSecond: addedPerSecond(rules),
    parseMilliseconds: round(parseMilliseconds),
    matchMilliseconds: round(totalMilliseconds - parseMilliseconds),
    share: round(parseMilliseconds / totalMilliseconds),
    eventsPerSecond: Math.round((texts.length / totalMilliseconds) * 1000),
  };
};
