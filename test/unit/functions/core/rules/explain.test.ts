import { describe, expect, it } from 'vitest';
import { type Explanation, explain } from '#functions/core/rules/explain.ts';
import { parsePattern } from '#functions/core/rules/pattern.ts';

const explained = (pattern: unknown, event: unknown): Explanation => explain(parsePattern(pattern).pattern!, event);

const alert = {
  name: 'NodeDiskPressure',
  status: 'firing',
  severity: undefined,
  labels: { env: 'staging', node: 'n1' },
};

describe('explain', () => {
  it('tells which part held and which failed, with what was found and what was expected', () => {
    const pattern = {
      name: ['NodeDiskPressure'],
      labels: { env: [{ 'anything-but': ['dev', 'staging'] }, { exists: false }] },
    };
    expect(explained(pattern, alert)).toEqual({
      held: false,
      alternatives: [
        {
          held: false,
          fields: [
            { path: 'name', held: true, actual: ['NodeDiskPressure'], expected: 'is "NodeDiskPressure"' },
            {
              path: 'labels.env',
              held: false,
              actual: ['staging'],
              expected: 'exists, and not one that is "dev" or is "staging", or does not exist',
            },
          ],
        },
      ],
    });
  });

  it('tells of each alternative of a $or, and holds when one does', () => {
    const { held, alternatives } = explained(
      { $or: [{ status: ['resolved'] }, { name: [{ prefix: 'Node' }] }] },
      alert,
    );
    expect([held, ...alternatives.map((alternative) => alternative.held)]).toEqual([true, false, true]);
  });

  it('finds nothing where the event has no such leaf', () => {
    const fields = { severity: [{ exists: true }], labels: [{ exists: true }], 'name.x': [{ exists: false }] };
    expect(explained(fields, alert).alternatives[0]?.fields.map(({ actual, held }) => [actual, held])).toEqual([
      [[], false],
      [[], false],
      [[], true],
    ]);
  });

  it('says when fields held, but apart from each other in an array', () => {
    const pattern = { staff: { first: ['Anna'], last: ['Jones'] } };
    const event = {
      staff: [
        { first: 'Anna', last: 'Smith' },
        { first: 'Tom', last: 'Jones' },
      ],
    };
    const [alternative] = explained(pattern, event).alternatives;
    expect(alternative).toMatchObject({ held: false, apart: true });
    expect(alternative?.fields.every(({ held }) => held)).toBe(true);
  });

  it('counts a field as absent when only other elements of the array have it', () => {
    const pattern = { staff: { first: ['Anna'], ids: [{ exists: false }] } };
    const [alternative] = explained(pattern, { staff: [{ first: 'Tom', ids: [1] }, { first: 'Anna' }] }).alternatives;
    expect(alternative).toEqual({
      held: true,
      fields: [
        { path: 'staff.first', held: true, actual: ['Tom', 'Anna'], expected: 'is "Anna"' },
        { path: 'staff.ids', held: true, actual: [1], expected: 'does not exist' },
      ],
    });
  });

  it.each<[object, string]>([
    [{ suffix: 'x' }, 'ends with "x"'],
    [{ prefix: { 'equals-ignore-case': 'x' } }, 'starts with "x" in any letter case'],
    [{ suffix: { 'equals-ignore-case': 'x' } }, 'ends with "x" in any letter case'],
    [{ 'equals-ignore-case': 'x' }, 'is "x" in any letter case'],
    [{ wildcard: 'a*b' }, 'fits "a*b"'],
    [{ numeric: ['>', 0, '<=', 5] }, 'is above 0 and at most 5'],
    [{ numeric: ['>=', 0] }, 'is at least 0'],
    [{ numeric: ['<', 0] }, 'is below 0'],
    [{ cidr: '10.0.0.0/8' }, 'is an address in 10.0.0.0/8'],
  ])('puts %j into words', (condition, words) => {
    expect(explained({ a: [condition] }, {}).alternatives[0]?.fields[0]?.expected).toBe(words);
  });

  it('puts an address into words', () => {
    expect(explained({ a: ['10.0.0.1'] }, {}).alternatives[0]?.fields[0]?.expected).toBe('is the address 10.0.0.1');
  });

  it('holds for nothing that is no JSON object', () => {
    expect(explained({ a: [{ exists: false }] }, [])).toMatchObject({
      held: false,
      alternatives: [{ fields: [{ held: false, actual: [] }] }],
    });
  });
});
