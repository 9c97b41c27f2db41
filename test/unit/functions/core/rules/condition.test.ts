import { describe, expect, it } from 'vitest';
import type { Scalar } from '#functions/core/rules/condition.ts';
import { matches } from '#functions/core/rules/explain.ts';
import { parsePattern } from '#functions/core/rules/pattern.ts';

// What conditions mean for values of each type, where pattern.md says so and the recorded cases are few.
const values: Record<string, Scalar> = {
  text: 'ab',
  empty: '',
  one: 1,
  digit: '1',
  yes: true,
  nothing: null,
  ip: '10.0.0.9',
};

const held = (condition: unknown): string[] => {
  const { pattern } = parsePattern({ field: [condition] });
  return Object.keys(values).filter((name) => matches(pattern!, { field: values[name] }));
};

describe('a condition', () => {
  it.each<[unknown, string[]]>([
    [1, ['one']],
    ['1', ['digit']],
    [true, ['yes']],
    [null, ['nothing']],
    [{ exactly: 'ab' }, ['text']],
    ['010.0.0.9', ['ip']],
    [{ exactly: '010.0.0.9' }, []],
    [{ cidr: '10.0.0.0/24' }, ['ip']],
    [{ cidr: '::/0' }, []],
    [{ prefix: '' }, ['text', 'empty', 'digit', 'ip']],
    [{ wildcard: '*' }, ['text', 'empty', 'digit', 'ip']],
    [{ wildcard: '' }, ['empty']],
    [{ numeric: ['=', 1] }, ['one']],
    [{ numeric: ['<', 2] }, ['one']],
    [{ exists: true }, ['text', 'empty', 'one', 'digit', 'yes', 'nothing', 'ip']],
    [{ 'anything-but': 'ab' }, ['empty', 'one', 'digit', 'yes', 'nothing', 'ip']],
    [{ 'anything-but': [1] }, ['text', 'empty', 'digit', 'yes', 'nothing', 'ip']],
    [{ 'anything-but': { prefix: ['a', '1'] } }, ['empty', 'one', 'yes', 'nothing']],
    [{ 'anything-but': '010.0.0.9' }, ['text', 'empty', 'one', 'digit', 'yes', 'nothing', 'ip']],
  ])('%j holds for %j', (condition, names) => {
    expect(held(condition)).toEqual(names);
  });

  it('compares numbers as doubles, and none with what JSON cannot say', () => {
    const { pattern } = parsePattern(JSON.parse('{"a": [0, {"numeric": [">", 0.3]}]}'));
    expect(
      ['0', '-0', '0.0', '0.30000000000000004', '0.3', '1e400'].map((text) =>
        matches(pattern!, JSON.parse(`{"a": ${text}}`)),
      ),
    ).toEqual([true, true, true, true, false, false]);
  });
});
