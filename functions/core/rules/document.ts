import { isMap, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { RuleFault } from './rule.ts';

/** A line and a column, both from 1. */
export interface Place {
  line: number;
  column: number;
}

/** One rule as it stands in a file. */
export interface RuleDocument {
  /** Name of the file, or of whatever else the text came from. */
  file: string;
  value: unknown;
  /** Where a path such as `guard.cooldown` or `when.labels.env[0]` stands; as near as there is something. */
  place(path: string): Place;
}

/** The part of a path that a key takes: keys may have dots of their own, so the longest that fits counts. */
const step = (node: Node, path: string): { key: Node | null; value: Node | null; rest: string } | undefined => {
  if (isMap(node)) {
    const fits = node.items
      .map((pair) => ({ pair, key: String(pair.key) }))
      .filter(({ key }) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`))
      .sort((a, b) => b.key.length - a.key.length)[0];
    return (
      fits && {
        key: fits.pair.key as Node,
        value: fits.pair.value as Node | null,
        rest: path.slice(fits.key.length).replace(/^\./, ''),
      }
    );
  }
  const [whole, index] = /^\[(\d+)\]\.?/.exec(path) ?? [];
  const value = isSeq(node) && index !== undefined ? (node.items[Number(index)] as Node | undefined) : undefined;
  return value && { key: value, value, rest: path.slice(whole!.length) };
};

const offsetOf = (root: Node, path: string): number => {
  let [node, offset, rest]: [Node | null, number, string] = [root, root.range?.[0] ?? 0, path];
  while (node && rest !== '') {
    const next = step(node, rest);
    if (!next) break;
    offset = next.key?.range?.[0] ?? offset;
    node = next.value;
    rest = next.rest;
  }
  return offset;
};

/**
 * Takes a file apart into rules: YAML with one rule a document, or a list of them; JSON is YAML too. A document that cannot be
 * read is a fault and hides none of the others.
 */
export const documentsOf = (file: string, text: string): { documents: RuleDocument[]; faults: RuleFault[] } => {
  const counter = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
  const documents: RuleDocument[] = [];
  const faults: RuleFault[] = [];
  const complain = (offset: number, problem: string, cure: string): void => {
    faults.push({ file, path: '', ...placeOf(offset), problem, cure });
  };

  const parsed = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false });
  for (const document of Array.isArray(parsed) ? parsed : []) {
    if (document.errors.length > 0) {
      for (const { message, pos } of document.errors) {
        // The parser goes down by recursion, to some thousand levels.
        if (message.startsWith('Maximum call stack')) {
          complain(pos[0], 'is nested too deep', 'Nest a rule some levels deep, not thousands.');
          break;
        }
        complain(
          pos[0],
          `is not YAML: ${message}`,
          'Mend the line: indent with spaces, and put texts with {% or # or a colon in quotes.',
        );
      }
      continue;
    }
    const root = document.contents;
    if (!root) continue;
    let whole: unknown;
    try {
      whole = document.toJS();
    } catch (error) {
      complain(root.range?.[0] ?? 0, `cannot be read: ${(error as Error).message}`, 'Write the rule without aliases.');
      continue;
    }
    const items: { node: Node; value: unknown }[] = isSeq(root)
      ? root.items.map((node, i) => ({ node: node as Node, value: (whole as unknown[])[i] }))
      : [{ node: root, value: whole }];
    documents.push(
      ...items.map(({ node, value }) => ({ file, value, place: (path: string) => placeOf(offsetOf(node, path)) })),
    );
  }
  return { documents, faults };
};
