import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '#functions/ingest/json-fault.ts';

const shown = (text: string): string => {
  const { line, column, wanted } = jsonFault(text);
  return `${line}:${column} ${wanted}`;
};

describe('the place of a JSON fault', () => {
  it.each([
    ['', '1:1 value'],
    ['  ', '1:3 value'],
    ['hello', '1:1 value'],
    ['status=firing&name=x', '1:1 value'],
    ['{"a": 1,\n "b": }', '2:7 value'],
    ['{"a": 1,\n}', '2:1 key'],
    ["{'a': 1}", '1:2 key or }'],
    ['{"a" 1}', '1:6 :'],
    ['{"a": 1 "b": 2}', '1:9 , or }'],
    ['[1 2]', '1:4 , or ]'],
    ['[1,]', '1:4 value'],
    ['[1', '1:3 , or ]'],
    ['{"a": [{"b": "c}', '1:14 value'],
    ['{"a": 01}', '1:8 , or }'],
    ['{"a": "tab\there"}', '1:7 value'],
    ['{} {}', '1:4 the end'],
    ['[NaN]', '1:2 value or ]'],
  ])('of %j is %s', (text, place) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(shown(text)).toBe(place);
  });

  it('is the end of any JSON with something after it', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(jsonFault(`${json}\n;`)).toEqual({ line: json.split('\n').length + 1, column: 1, wanted: 'the end' });
      }),
    );
  });

  it('is found in a body of the largest size', () => {
    expect(jsonFault(`{"a": "${'x'.repeat(6_000_000)}", b}`).wanted).toBe('key');
  });
});
