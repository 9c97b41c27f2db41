import { describe, expect, it } from 'vitest';
import { affixes } from '#functions/core/rules/automaton/affixes.ts';

const found = (side: 'head' | 'tail', texts: string[], value: string): string[] => {
  const hits: string[] = [];
  affixes(side, texts, (text) => text).in(value, (text) => hits.push(text));
  return hits;
};

describe('affixes', () => {
  it('finds all beginnings of a text, shorter first', () => {
    expect(found('head', ['Node', 'NodeDisk', 'N', 'Disk', 'NodeDiskPressureNow'], 'NodeDiskPressure')).toEqual([
      'N',
      'Node',
      'NodeDisk',
    ]);
  });

  it('finds all ends of a text, shorter first', () => {
    expect(found('tail', ['Pressure', 'e', 'Node', 'DiskPressure'], 'NodeDiskPressure')).toEqual([
      'e',
      'Pressure',
      'DiskPressure',
    ]);
  });

  it('tells texts of the same hash apart', () => {
    expect(found('head', ['Aa', 'BB'], 'BBc')).toEqual(['BB']);
    expect(found('tail', ['Aa', 'BB'], 'cAa')).toEqual(['Aa']);
  });
});
