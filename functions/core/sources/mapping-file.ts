import { documentsOf } from '../rules/document.ts';
import type { RuleFault } from '../rules/rule.ts';
import { type Mapping, mapping } from './mapping.ts';

/** `labels.env[0]`, as people write a path and as places are found by. */
const written = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );

/** Takes a file apart into mappings: YAML or JSON with one mapping or a list of them. All faults at once, each with its place. */
export const mappingsOf = (file: string, text: string): { mappings: Mapping[]; faults: RuleFault[] } => {
  const { documents, faults } = documentsOf(file, text);
  const mappings: Mapping[] = [];
  const complain = (path: string, problem: string, cure: string, place: object): void => {
    faults.push({ file, path, ...place, problem, cure });
  };
  for (const { value, place } of documents) {
    const read = mapping.safeParse(value);
    if (!read.success) {
      for (const { path, message } of read.error.issues)
        complain(
          written(path),
          message,
          'See the page on mappings, functions/core/sources/docs/mapping.md.',
          place(written(path)),
        );
    } else if (mappings.some(({ source }) => source === read.data.source))
      complain('source', `is mapped twice: ${read.data.source}`, 'Keep one of the two.', place('source'));
    else mappings.push(read.data);
  }
  if (mappings.length + faults.length === 0)
    complain('', 'holds no mapping', 'Write at least source, name and status.', { line: 1, column: 1 });
  return { mappings, faults };
};
