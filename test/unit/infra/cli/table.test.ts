import { describe, expect, it } from 'vitest';
import { type Column, table } from '#infra/cli/table.ts';
import { width } from '#infra/cli/width.ts';

const shape: Column<{ name: string; why?: string }>[] = [
  { title: 'name', of: ({ name }) => name },
  { title: 'why', of: ({ why }) => why },
];

describe('a table', () => {
  it('aligns by what a terminal shows, not by characters', () => {
    const lines = table(
      [
        { name: '容量', why: 'x' },
        { name: '👧', why: 'x' },
        { name: 'disk', why: 'x' },
      ],
      shape,
      Number.POSITIVE_INFINITY,
    );
    expect(lines[0]).toBe('NAME  WHY');
    expect(lines[1]).toBe('容量  x');
    expect(lines[3]).toBe('disk  x');
  });

  it.each([20, 40, 79])('fits into %i columns by cutting the widest column', (columns) => {
    const lines = table([{ name: 'disk-full', why: 'w'.repeat(200) }], shape, columns);
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
    expect(lines[1]).toMatch(/^disk-full.*…$/);
  });

  it('cuts nothing where there is no terminal', () => {
    const [, line] = table([{ name: 'a', why: 'w'.repeat(500) }], shape, Number.POSITIVE_INFINITY);
    expect(line).toContain('w'.repeat(500));
  });

  it('keeps a cell on its line, whatever is in it', () => {
    expect(table([{ name: 'a\n\u001b[2Jb', why: undefined }], shape, 80)[1]).toBe('a ⏎ \\u001b[2Jb');
  });
});
