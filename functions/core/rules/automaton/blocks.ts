import { directionOf } from './checks.ts';
import { under } from './filing.ts';

/** An alternative with what is still to be checked for it: codes and operands by turns. */
export interface Checked {
  alternative: number;
  checks: number[];
}

// An operand that so many alternatives have in common, on average, is checked once for all of them.
const several = 6;

const codes = (checks: number[]): number[] => checks.filter((_, i) => i % 2 === 0);

/** Puts alternatives whose first column is thresholds in such an order that behind one that fails all others fail too. */
const sort = (alike: Checked[], place: number, thresholds: number[]): void => {
  const direction = directionOf(alike[0]!.checks[place]!);
  if (direction === 0) return;
  const thresholdOf = ({ checks }: Checked): number => thresholds[checks[place + 1]!]!;
  alike.sort((a, b) => direction * (thresholdOf(a) - thresholdOf(b)));
};

/**
 * Writes alternatives that are checked in the same way as one block, so that going through them is a walk down a column of
 * operands: the numbers of guards, of columns and of alternatives; the guards, which are checks of two numbers that hold for all
 * or none; the code of each column; each column with an operand for each alternative; and the alternatives.
 */
const write = (alike: Checked[], thresholds: number[], into: number[]): void => {
  const [first] = alike;
  const places = Array.from({ length: first!.checks.length / 2 }, (_, i) => 2 * i);
  const isShared = (place: number) => alike.every(({ checks }) => checks[place + 1] === first!.checks[place + 1]);
  const guards = places.filter(isShared);
  const columns = places.filter((place) => !guards.includes(place));
  if (columns.length > 0) sort(alike, columns[0]!, thresholds);
  into.push(guards.length, columns.length, alike.length);
  for (const place of guards) into.push(first!.checks[place]!, first!.checks[place + 1]!);
  for (const place of columns) into.push(first!.checks[place]!);
  for (const place of columns) for (const { checks } of alike) into.push(checks[place + 1]!);
  for (const { alternative } of alike) into.push(alternative);
};

/** The same for one alternative, as most nodes have: all its checks are guards. */
const writeOne = ({ alternative, checks }: Checked, into: number[]): void => {
  into.push(checks.length / 2, 0, 1);
  for (const part of checks) into.push(part);
  into.push(alternative);
};

/** Groups by a list of numbers that each has. */
const grouped = (all: Checked[], by: (checks: number[]) => number[]): Checked[][] => {
  const groups = new Map<string, Checked[]>();
  for (const each of all) under(groups, by(each.checks).join(), () => []).push(each);
  return [...groups.values()];
};

/** Divides alternatives that are checked in the same way by those of their operands of which there are few different ones. */
const divided = (alike: Checked[]): Checked[][] => {
  if (alike.length < several) return [alike];
  const [first] = alike;
  const places = first!.checks.map((_, i) => i).filter((i) => i % 2 === 1);
  const common = places.filter(
    (place) => new Set(alike.map(({ checks }) => checks[place])).size * several <= alike.length,
  );
  return common.length === 0 ? [alike] : grouped(alike, (checks) => common.map((place) => checks[place]!));
};

/** Writes the blocks of a node. */
export const blocksOf = (all: Checked[], thresholds: number[], into: number[]): void => {
  for (const alike of all.length === 1 ? [all] : grouped(all, codes))
    for (const group of divided(alike))
      if (group.length === 1) writeOne(group[0]!, into);
      else write(group, thresholds, into);
};

/** The alternatives in a node's blocks, which lie in `rows` between two places. */
export const alternativesIn = function* (rows: Int32Array, from: number, end: number): Generator<number> {
  for (let block = from; block < end; ) {
    const [guards, columns, count] = rows.subarray(block, block + 3) as unknown as [number, number, number];
    const first = block + 3 + 2 * guards + columns + columns * count;
    yield* rows.subarray(first, first + count);
    block = first + count;
  }
};
