import { describe, expect, it } from 'vitest';
import { differencesOf } from '#functions/core/rules/difference.ts';

const rules = (...all: { rule: string }[]) => new Map(all.map((one) => [one.rule, one]));

describe('the differences of two rule sets', () => {
  it('are rules that came, went or changed, by name', () => {
    const found = differencesOf(rules({ rule: 'b' }, { rule: 'c' }), rules({ rule: 'c' }, { rule: 'a' }));
    expect(found).toEqual([
      { rule: 'a', change: 'added', after: { rule: 'a' }, fields: [] },
      { rule: 'b', change: 'removed', before: { rule: 'b' }, fields: [] },
    ]);
  });

  it('are told field by field: new, gone, and other than before; lists as a whole', () => {
    const before = { rule: 'a', mode: 'plan', guard: { rate: { max: 1, per: '1h' } }, when: { name: ['x', 'y'] } };
    const after = { rule: 'a', priority: 2, guard: { rate: { max: 2, per: '1h' } }, when: { name: ['y', 'x'] } };
    expect(differencesOf(rules(before), rules(after))[0]?.fields).toEqual([
      { path: 'mode', before: 'plan' },
      { path: 'guard.rate.max', before: 1, after: 2 },
      { path: 'when.name', before: ['x', 'y'], after: ['y', 'x'] },
      { path: 'priority', after: 2 },
    ]);
  });

  it('are none for the order of keys, and one where a group becomes a value', () => {
    const found = differencesOf(
      rules({ rule: 'a', with: { x: 1, y: 2 } } as never, { rule: 'b', with: { x: { y: 1 } } } as never),
      rules({ with: { y: 2, x: 1 }, rule: 'a' } as never, { rule: 'b', with: { x: null } } as never),
    );
    expect(found.map(({ rule, fields }) => [rule, fields])).toEqual([
      ['b', [{ path: 'with.x', before: { y: 1 }, after: null }]],
    ]);
  });
});
