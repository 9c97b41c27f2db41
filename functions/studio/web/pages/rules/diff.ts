/** One line of two texts: in both, or in one of them. */
export interface Line {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Lengths of the longest common run of lines from each pair of lines on. */
const lengths = (a: string[], b: string[]): Uint32Array[] => {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      rows[i]![j] = a[i] === b[j] ? rows[i + 1]![j + 1]! + 1 : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!);
  return rows;
};

/** Lines that two texts begin with alike. */
const alike = (a: string[], b: string[]): number => {
  const index = a.findIndex((line, i) => line !== b[i]);
  return index === -1 ? Math.min(a.length, b.length) : Math.min(index, b.length);
};

/** What changed from one text to another, line by line. The equal start and end cost nothing, so that large sets with small changes are quick. */
export const diff = (before: string, after: string): Line[] => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const head = alike(a, b);
  const tail = alike(a.slice(head).reverse(), b.slice(head).reverse());
  const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const rows = lengths(x, y);
  const lines: Line[] = a.slice(0, head).map((text) => ({ kind: 'same', text }));
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      lines.push({ kind: 'same', text: x[i]! });
      i += 1;
      j += 1;
    } else if (j >= y.length || (i < x.length && rows[i + 1]![j]! >= rows[i]![j + 1]!)) {
      lines.push({ kind: 'removed', text: x[i]! });
      i += 1;
    } else {
      lines.push({ kind: 'added', text: y[j]! });
      j += 1;
    }
  }
  return [...lines, ...a.slice(a.length - tail).map((text): Line => ({ kind: 'same', text }))];
};
