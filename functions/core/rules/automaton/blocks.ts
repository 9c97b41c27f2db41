import { under } from './filing.ts';

/** An alternative with what is still to be checked for it: codes and operands by turns. */
export interface Checked {
  alternative: number;
  checks: number[];
}

// From this many alternatives on with the very same checks, those are made once for all.
const several = 4;

const codes = (checks: number[]): number[] => checks.filter((_, i) => i % 2 === 0);
const operands = (checks: number[]): number[] => checks.filter((_, i) => i % 2 === 1);

/**
 * Writes alternatives that are checked in the same way as one block, so that going through them is a walk down a column of
 * operands: the place where the block ends; the number of guards and that of columns; the guards, which are checks of two
 * numbers that hold for all or none; the code of each column; and for each alternative its operands and its number.
 */
const write = (alike: Checked[], into: number[]): void => {
  const [first] = alike;
  const places = Array.from({ length: first!.checks.length / 2 }, (_, i) => 2 * i);
  const isShared = (place: number) => alike.every(({ checks }) => checks[place + 1] === first!.checks[place + 1]);
  const guards = places.filter(isShared);
  const columns = places.filter((place) => !guards.includes(place));
  const start = into.length;
  into.push(0, guards.length, columns.length);
  for (const place of guards) into.push(first!.checks[place]!, first!.checks[place + 1]!);
  for (const place of columns) into.push(first!.checks[place]!);
  for (const { checks, alternative } of alike) {
    for (const place of columns) into.push(checks[place + 1]!);
    into.push(alternative);
  }
  into[start] = into.length;
};

/** Groups by a list of numbers that each has. */
const grouped = (all: Checked[], by: (checks: number[]) => number[]): Checked[][] => {
  if (all.length === 1) return [all];
  const groups = new Map<string, Checked[]>();
  for (const each of all) under(groups, by(each.checks).join(), () => []).push(each);
  return [...groups.values()];
};

/** Writes the blocks of a node. */
export const blocksOf = (all: Checked[], into: number[]): void => {
  for (const alike of grouped(all, codes)) {
    const equal = alike.length < several ? [alike] : grouped(alike, operands);
    const single: Checked[] = [];
    for (const group of equal)
      if (group.length >= several) write(group, into);
      else single.push(...group);
    if (single.length > 0) write(single, into);
  }
};

/** The alternatives in a node's blocks, which lie in `rows` between two places. */
export const alternativesIn = function* (rows: Int32Array, from: number, end: number): Generator<number> {
  for (let block = from; block < end; block = rows[block]!) {
    const columns = rows[block + 2]!;
    const first = block + 3 + 2 * rows[block + 1]! + columns;
    for (let row = first; row < rows[block]!; row += columns + 1) yield rows[row + columns]!;
  }
};
