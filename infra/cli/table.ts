import { plain } from './plain.ts';
import { fitted, width } from './width.ts';

/** One column: its title, what it says of an item, and how it is painted. */
export interface Column<Item> {
  title: string;
  of(item: Item): string | undefined;
  paint?(text: string, item: Item): string;
}

const gap = '  ';
/** No column is made narrower than this, however narrow the terminal. */
const narrowest = 6;

/** Widths that fit: the widest column gives way first. */
const narrowed = (natural: number[], columns: number): number[] => {
  const widths = [...natural];
  const room = columns - gap.length * (widths.length - 1);
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= narrowest) break;
    widths[widest]!--;
  }
  return widths;
};

/**
 * Lines of a table for people.
 * @param columns the terminal's width; Infinity where there is no terminal, and then nothing is cut.
 */
export const table = <Item>(items: readonly Item[], all: readonly Column<Item>[], columns: number): string[] => {
  // A column that says nothing of anything only takes room.
  const shape = all.filter((column) => items.some((item) => column.of(item)));
  const cells = items.map((item) => shape.map((column) => plain(column.of(item) ?? '')));
  const natural = shape.map(({ title }, i) => Math.max(width(title), ...cells.map((row) => width(row[i]!))));
  const widths = narrowed(natural, columns);
  const line = (row: string[], paint: (text: string, i: number) => string): string =>
    row
      .map((text, i) => paint(fitted(text, widths[i]!), i))
      .join(gap)
      .trimEnd();
  return [
    line(
      shape.map(({ title }) => title.toUpperCase()),
      (text) => text,
    ),
    ...cells.map((row, at) => line(row, (text, i) => shape[i]!.paint?.(text, items[at]!) ?? text)),
  ];
};
