import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ordering } from '#functions/core/rules/automaton/order.ts';

describe('order', () => {
  it('puts numbers in order, each once, whether few or many, time after time', () => {
    const inOrder = ordering(1000);
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 200, size: 'max' }), (numbers) => {
        const expected = [...new Set(numbers)].sort((a, b) => a - b);
        const list = [...numbers, 5];
        const length = inOrder(list, numbers.length);
        expect(list.slice(0, length)).toEqual(expected);
      }),
    );
  });
});
