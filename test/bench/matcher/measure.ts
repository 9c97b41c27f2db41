import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Automaton, automaton } from '#functions/core/rules/automaton.ts';
import { type Pattern, parsePattern } from '#functions/core/rules/pattern.ts';

/** How fast events are matched from JSON text, on one thread; times are the lower quartile of many slices. */
export interface Speed {
  /** `JSON.parse` alone, per event. */
  parseMicroseconds: number;
  /** What matching adds to it, per event. */
  matchMicroseconds: number;
  /** Parsing alone as a share of parsing and matching. */
  share: number;
  matchesPerEvent: number;
}

const slices = 200;
const perSlice = 500;

const quartile = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 4)]!;

/** A figure with as many digits as it is worth. */
export const round = (number: number, digits = 3): number => Number(number.toFixed(digits));

/** Parses slices of the events with and without matching, by turns, so that a busy machine slows both. */
export const speed = (rules: Automaton<unknown>, texts: string[]): Speed => {
  const alone: number[] = [];
  const both: number[] = [];
  let matches = 0;
  let events = 0;
  let sink = 0;
  for (let slice = 0; slice < slices; slice++) {
    const batch = Array.from({ length: perSlice }, (_, i) => texts[(slice * perSlice + i) % texts.length]!);
    const start = performance.now();
    for (const text of batch) if (JSON.parse(text) !== undefined) sink++;
    const middle = performance.now();
    for (const text of batch) matches += rules.match(JSON.parse(text)).length;
    both.push(performance.now() - middle);
    alone.push(middle - start);
    events += batch.length;
  }
  if (sink !== events) throw new Error('events were lost');
  const parse = (quartile(alone) / perSlice) * 1000;
  const all = (quartile(both) / perSlice) * 1000;
  return {
    parseMicroseconds: round(parse),
    matchMicroseconds: round(all - parse),
    share: round(parse / all),
    matchesPerEvent: round(matches / events),
  };
};

const parsed = (pattern: unknown): Pattern => {
  const { pattern: read, faults } = parsePattern(pattern);
  if (!read) throw new Error(`a rule of the mix is wrong: ${JSON.stringify(faults)}`);
  return read;
};

/** How many a second, when all are worked on; the best of three times. */
const perSecond = (all: number, work: () => unknown): number => {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.round((all / Math.min(...times)) * 1000);
};

/** Rules added per second, from patterns that were read before. */
export const addedPerSecond = (rules: { pattern: Pattern; value: unknown }[]): number =>
  perSecond(rules.length, () => automaton(rules));

/** Rules read and added per second. */
export const rulesPerSecond = (patterns: unknown[]): number =>
  perSecond(patterns.length, () => automaton(patterns.map((pattern, value) => ({ pattern: parsed(pattern), value }))));

const collect = (): number => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** Builds the automaton of rules given as JSON texts, and says what memory it keeps per rule when all else is gone. */
export const built = (texts: Iterable<string>): { rules: Automaton<number>; bytesPerRule: number } => {
  let count = 0;
  const given = function* () {
    for (const text of texts) yield { pattern: parsed(JSON.parse(text)), value: count++ };
  };
  const before = collect();
  const rules = automaton(given());
  return { rules, bytesPerRule: Math.round((collect() - before) / count) };
};
