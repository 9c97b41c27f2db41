import { inWords } from '../words.ts';
import { alternativesIn } from './blocks.ts';
import type { Parts } from './build.ts';

/**
 * The rules of an automaton by where they are found: for each slot the ways in, and what is behind each. Lists are cut off
 * after `most` lines, with a count of the rest.
 */
export const print = <T>(
  { values, rules, asked, starts, predicates, ids, paths, nodes, doors, always }: Parts<T>,
  most = 20,
): string => {
  const { rows, branches } = nodes;
  const cut = (lines: string[]): string[] =>
    lines.length > most ? [...lines.slice(0, most), `... and ${lines.length - most} more`] : lines;
  const indent = (lines: string[]): string[] => lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`);

  const alternative = (number: number): string => {
    const fields = Array.from(asked.subarray(starts[number], starts[number + 1]), (each) => {
      const { path, conditions } = predicates[each]!;
      return `${path} ${conditions.map(inWords).join(', or ')}`;
    });
    return `rule ${rules[number]}: ${fields.join(' and ')}`;
  };

  const exactly = (slot: number, id: number): string =>
    `${paths[slot]} is ${JSON.stringify([...ids[slot]!].find(([, each]) => each === id)?.[0])}`;

  const inside = (node: number): string[] => {
    const lines = [...alternativesIn(rows, node + 2, rows[node + 1]!)].sort((a, b) => a - b).map(alternative);
    const onward = (branches[rows[node]!] ?? []).flatMap(({ slot, nodes: further }) =>
      cut([...further].map(([id, there]) => [exactly(slot, id), ...indent(inside(there))].join('\n'))),
    );
    return indent([...cut(lines), ...onward]);
  };

  const ways = doors.flatMap(({ slot, exact, ...more }) => [
    ...cut(
      [...exact.entries()]
        .filter(([, node]) => node > 0)
        .map(([id, node]) => [exactly(slot, id), ...inside(node)].join('\n')),
    ),
    ...cut(
      more.doors.map(({ condition, node }) => [`${paths[slot]} ${inWords(condition)}`, ...inside(node)].join('\n')),
    ),
  ]);
  return [
    `${values.length} rules, ${rules.length} alternatives, ${predicates.length} predicates, ${paths.length} paths`,
    ...ways,
    'whatever the event has',
    ...inside(always),
  ].join('\n');
};
