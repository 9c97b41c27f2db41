import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ordering } from '#functions/core/rules/automaton/order.ts';

describe('order', () => {
  it('puts numbers in order, each once, whether few or many, time after time', () => {
    const inOrder = ordering(1000);
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 200, size: 'max' }), (numbers) => {
        const expected = [...new Set(numbers)].sort((a, b) => a - b);
        expect(inOrder([...numbers, 5], numbers.length)).toEqual(expected);
      }),
    );
  });
});
