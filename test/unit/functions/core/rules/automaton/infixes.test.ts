import { describe, expect, it } from 'vitest';
import { infixes } from '#functions/core/rules/automaton/infixes.ts';

const found = (texts: string[], value: string): string[] => {
  const hits: string[] = [];
  infixes(texts, (text) => text).in(value, (text) => hits.push(text));
  return hits;
};

describe('infixes', () => {
  it('finds texts at the beginning, in the middle and at the end of a value', () => {
    expect(found(['Node', 'eDisk', 'sure', 'Memory'], 'NodeDiskPressure').sort()).toEqual(['Node', 'eDisk', 'sure']);
  });

  it('files a text under what is rare in it', () => {
    expect(found(['service-1', 'service-2', 'service-3'], 'service-2')).toEqual(['service-2']);
  });

  it('finds nothing in values that are shorter than any text', () => {
    expect(found(['abc'], 'ab')).toEqual([]);
  });
});
