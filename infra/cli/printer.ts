import { styleText } from 'node:util';
import { plainJson } from './plain.ts';
import { type Column, table } from './table.ts';

/** Where a command writes: answers to `out`, progress and complaints to `err`. */
export interface Streams {
  out: NodeJS.WriteStream;
  err: NodeJS.WriteStream;
}

export type Paint = 'good' | 'bad' | 'warn' | 'dim' | 'strong';
const styles = { good: 'green', bad: 'red', warn: 'yellow', dim: 'dim', strong: 'bold' } as const;

/** Writes for people, or for programs when `json` is set: then answers are JSON and nothing else goes to `out`. */
export interface Printer {
  json: boolean;
  /** A list: a table, or JSON lines. */
  list<Item>(items: readonly Item[], shape: readonly Column<Item>[], none: string): void;
  /** One thing: lines for people, or one JSON document. */
  one(value: unknown, lines: () => string[]): void;
  /** Something for people that programs do not need. */
  say(...lines: string[]): void;
  /** Progress and remarks, to `err`. */
  note(line: string): void;
  paint(as: Paint, text: string): string;
  /** A table as lines, to stand among others. */
  rows<Item>(items: readonly Item[], shape: readonly Column<Item>[]): string[];
}

/**
 * @param color false for `--no-color`; otherwise colour goes by the terminal and NO_COLOR.
 */
export const printer = ({ out, err }: Streams, { json = false, color = true } = {}): Printer => {
  const columns = out.isTTY ? (out.columns ?? 80) : Number.POSITIVE_INFINITY;
  const write = (stream: NodeJS.WriteStream, lines: string[]) =>
    stream.write(lines.map((line) => `${line}\n`).join(''));
  const rows: Printer['rows'] = (items, shape) => table(items, shape, columns);
  return {
    json,
    rows,
    list(items, shape, none) {
      if (json)
        return void write(
          out,
          items.map((item) => plainJson(item)),
        );
      if (items.length === 0) return void write(err, [none]);
      write(out, rows(items, shape));
    },
    one: (value, lines) => void write(out, json ? [plainJson(value)] : lines()),
    say(...lines) {
      if (!json) write(out, lines);
    },
    note: (line) => void write(err, [line]),
    paint: (as, text) => (color ? styleText(styles[as], text, { stream: out }) : text),
  };
};
