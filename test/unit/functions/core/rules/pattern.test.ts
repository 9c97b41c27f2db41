import { describe, expect, it } from 'vitest';
import { parsePattern } from '#functions/core/rules/pattern.ts';

const faultsOf = (pattern: unknown): string[] =>
  parsePattern(pattern).faults.map(({ path, problem }) => `${path}: ${problem}`);
const pathsOf = (pattern: unknown): string[][] | undefined =>
  parsePattern(pattern).pattern?.alternatives.map((fields) => fields.map(({ path }) => path));

describe('a pattern', () => {
  it('is the same with nested objects as with joined names', () => {
    expect(parsePattern({ labels: { env: ['prod'] } }).pattern).toEqual(
      parsePattern({ 'labels.env': ['prod'] }).pattern,
    );
  });

  it('has all its faults told at once, each with its place and a cure', () => {
    const { pattern, faults } = parsePattern({
      name: 'NodeDiskPressure',
      severity: [],
      labels: { env: [{ prefix: 3 }, 'prod', { like: 'x' }], region: {} },
    });
    expect(pattern).toBeUndefined();
    expect(faults.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
      'name: must be a list or an object, not "NodeDiskPressure"',
      'severity: is an empty list',
      'labels.env[0].prefix: must be a text, not 3',
      'labels.env[2]: "like" is no match expression',
      'labels.region: is an empty object',
    ]);
    expect(faults[0]?.cure).toBe('Write a list of values: ["NodeDiskPressure"].');
    expect(faults.every(({ cure }) => cure.length > 0)).toBe(true);
  });

  it.each<[unknown, string]>([
    [[1], ': must be an object, not a list'],
    [undefined, ': must be an object, not nothing'],
    [{}, ': is an empty object'],
    [{ a: null }, 'a: must be a list or an object, not null'],
    [{ a: [[1]] }, 'a[0]: a list cannot be matched'],
    [{ a: [{}] }, 'a[0]: is empty'],
    [{ a: [Number.POSITIVE_INFINITY] }, 'a[0]: Infinity cannot be matched'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'a[0]: has 2 keys, "prefix", "suffix"'],
    [{ a: [{ prefix: { suffix: 'x' } }] }, 'a[0].prefix: "suffix" cannot stand inside prefix'],
    [
      { a: [{ suffix: { 'equals-ignore-case': ['x'] } }] },
      'a[0].suffix.equals-ignore-case: must be a text, not a list',
    ],
    [{ a: [{ exactly: 1 }] }, 'a[0].exactly: must be a text, not 1'],
    [{ a: [{ wildcard: 'a**b' }] }, 'a[0].wildcard: has two * in a row at character 2'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'a[0].wildcard: has a \\ before neither * nor \\ at character 2'],
    [{ a: [{ wildcard: 'a\\' }] }, 'a[0].wildcard: has a \\ before neither * nor \\ at character 2'],
    [{ a: [{ exists: 'yes' }] }, 'a[0].exists: must be true or false, not "yes"'],
    [{ a: [{ cidr: '10.0.0.0/32' }] }, 'a[0].cidr: an IPv4 block has fewer than 32 bits'],
    [{ a: [{ cidr: '::/128' }] }, 'a[0].cidr: an IPv6 block has fewer than 128 bits'],
    [{ a: [{ cidr: '10.0.0/8' }] }, 'a[0].cidr: "10.0.0" is no IP address'],
    [{ a: [{ cidr: '10.0.0.0' }] }, 'a[0].cidr: must be an address, one "/" and a number of bits'],
    [{ a: [{ numeric: 5 }] }, 'a[0].numeric: must be a list, not 5'],
    [{ a: [{ numeric: [] }] }, 'a[0].numeric[0]: nothing is no comparison'],
    [{ a: [{ numeric: ['=', '5'] }] }, 'a[0].numeric[1]: "5" is no number'],
    [{ a: [{ numeric: ['=', 5, '<', 6] }] }, 'a[0].numeric: has 4 members'],
    [{ a: [{ numeric: ['>', 1, '>', 2] }] }, 'a[0].numeric[2]: ">" is no upper bound'],
    [{ a: [{ numeric: ['>', 1, '<', null] }] }, 'a[0].numeric[3]: null is no number'],
    [{ a: [{ numeric: ['>=', 1, '<=', 1] }] }, 'a[0].numeric: has a lower bound that is not below the upper one'],
    [{ a: [{ 'anything-but': [] }] }, 'a[0].anything-but: is an empty list'],
    [{ a: [{ 'anything-but': null }] }, 'a[0].anything-but: must be a text, not null'],
    [{ a: [{ 'anything-but': [1, 'x'] }] }, 'a[0].anything-but[1]: must be a number like the first, not "x"'],
    [
      { a: [{ 'anything-but': { prefix: ['x', ''] } }] },
      'a[0].anything-but.prefix[1]: is empty, which every text meets',
    ],
    [
      { a: [{ 'anything-but': { numeric: ['=', 1] } }] },
      'a[0].anything-but: "numeric" cannot stand inside anything-but',
    ],
  ])('is refused when it is %j', (pattern, fault) => {
    expect(faultsOf(pattern)).toEqual([fault]);
  });

  it('quotes long texts shortly', () => {
    expect(faultsOf({ a: 'x'.repeat(1000) })[0]!.length).toBeLessThan(120);
  });

  it('keeps keys that objects inherit', () => {
    expect(pathsOf(JSON.parse('{"__proto__": {"constructor": [1]}}'))).toEqual([['__proto__.constructor']]);
  });
});

describe('$or', () => {
  it('multiplies with what stands beside it', () => {
    const pattern = {
      source: ['x'],
      $or: [{ a: [1] }, { b: [1], $or: [{ c: [1] }, { d: [1] }] }],
      in: { $or: [{ e: [1] }, { f: [1] }] },
    };
    expect(pathsOf(pattern)).toEqual([
      ['source', 'a', 'in.e'],
      ['source', 'b', 'c', 'in.e'],
      ['source', 'b', 'd', 'in.e'],
      ['source', 'a', 'in.f'],
      ['source', 'b', 'c', 'in.f'],
      ['source', 'b', 'd', 'in.f'],
    ]);
  });

  it('lets a field further down replace the same field further up', () => {
    const { pattern } = parsePattern({ a: ['up'], $or: [{ a: ['down'] }, { b: [1] }] });
    const values = pattern?.alternatives.map((fields) => fields.map(({ conditions }) => conditions));
    expect(values).toEqual([
      [[{ is: 'exactly', value: 'down' }]],
      [[{ is: 'exactly', value: 'up' }], [{ is: 'exactly', value: 1 }]],
    ]);
  });

  it.each([
    { $or: { a: [1] } },
    { $or: ['a', 'b'] },
    { $or: [{ prefix: 'a' }] },
    { $or: [{ prefix: 'a' }, { numeric: ['=', 1] }] },
  ])('is a field of that name when it is no choice between objects: %j', (pattern) => {
    expect(pathsOf(pattern)?.[0]?.[0]).toMatch(/^\$or/);
  });

  it.each([
    [{ $or: [{ a: [1] }] }, ['$or: must be a list of at least two objects, not a list']],
    [{ $or: [{ a: [1] }, 5] }, ['$or[1]: must be an object, not 5']],
    [
      { $or: [{ a: [1] }, { b: { prefix: ['x'] } }] },
      ['$or[1].b.prefix: "prefix" is reserved and cannot be a field inside $or'],
    ],
    [{ $or: [{ a: [1] }, { b: 1 }], c: [] }, ['$or[1].b: must be a list or an object, not 1', 'c: is an empty list']],
  ])('is refused when it is neither: %j', (pattern, faults) => {
    expect(faultsOf(pattern)).toEqual(faults);
  });
});
