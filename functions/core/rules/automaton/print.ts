import { inWords } from '../words.ts';
import type { Parts } from './build.ts';
import type { Door, Doors } from './doors.ts';
import type { Node } from './nodes.ts';

/**
 * An automaton as a text: what is filed behind which values, and what is still checked there. Long lists are cut off after `most`
 * entries each, with a count of the rest.
 */
export const print = <T>({ values, predicates, entries, rules, paths, doors, always }: Parts<T>, most = 20): string => {
  const cut = (lines: string[][]): string[] => {
    const shown = lines.slice(0, most).flat();
    return lines.length > most ? [...shown, `... and ${lines.length - most} more`] : shown;
  };
  const indent = (lines: string[]): string[] => lines.map((line) => `  ${line}`);

  const rows = ({ from, to }: Node): string[][] => {
    const lines: string[][] = [];
    for (let at = from; at < to; at += 2 + entries[at + 1]!) {
      const checks = Array.from(entries.subarray(at + 2, at + 2 + entries[at + 1]!), (number) => {
        const { path, conditions } = predicates[number]!;
        return `${path} ${conditions.map(inWords).join(', or ')}`;
      });
      lines.push([`rule ${rules[entries[at]!]}${checks.length > 0 ? ` if ${checks.join(' and ')}` : ''}`]);
    }
    return lines;
  };

  const inside = (node: Node): string[] => [
    ...cut(rows(node)),
    ...node.branches.flatMap(({ slot, nodes }) =>
      cut([...nodes].map(([value, inner]) => [`${paths[slot]} is ${JSON.stringify(value)}`, ...indent(inside(inner))])),
    ),
  ];

  const door = (path: string, { condition, node }: Door): string[] => [
    `${path} ${inWords(condition)}`,
    ...indent(inside(node)),
  ];

  const slot = ({ slot, exact, doors: more }: Doors): string[] => {
    const path = paths[slot]!;
    return [
      ...cut([...exact].map(([value, node]) => [`${path} is ${JSON.stringify(value)}`, ...indent(inside(node))])),
      ...cut(more.map((each) => door(path, each))),
    ];
  };

  return [
    `${values.length} rules, ${rules.length} alternatives, ${predicates.length} predicates, ${paths.length} paths`,
    ...doors.flatMap(slot),
    ...(always.to > always.from || always.branches.length > 0 ? ['always', ...indent(inside(always))] : []),
  ].join('\n');
};
