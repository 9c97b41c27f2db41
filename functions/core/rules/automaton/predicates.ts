import { type Condition, holds, type Scalar } from '../condition.ts';
import type { Field } from '../pattern.ts';
import type { Wish } from '../together.ts';

/** One field of some rules: what is asked of the value in a slot. Rules that ask the same share it. */
export interface Predicate extends Wish {
  slot: number;
  conditions: Condition[];
}

/** A text that is equal for conditions that ask the same. */
export const keyOf = (condition: Condition): string => {
  switch (condition.is) {
    case 'exactly':
      return typeof condition.value === 'string'
        ? `"${condition.value.length}:${condition.value}`
        : `${condition.value}`;
    case 'address':
      return `@${condition.range.first}-${condition.range.last}`;
    case 'numeric':
      return JSON.stringify([condition.from, condition.to]);
    case 'anything-but':
      return `!${condition.none.map(keyOf).join()}`;
    case 'exists':
    case 'absent':
      return condition.is;
    default:
      return `${condition.is}${condition.text.length}:${condition.text}`;
  }
};

const testOf = (conditions: Condition[]): ((value: Scalar) => boolean) => {
  const [first, ...more] = conditions;
  if (first?.is === 'exactly' && more.length === 0) {
    const only = first.value;
    return (value) => value === only;
  }
  if (conditions.every(({ is }) => is === 'exactly')) {
    const set = new Set(conditions.map((condition) => (condition as { value: Scalar }).value));
    return (value) => set.has(value);
  }
  return (value) => conditions.some((condition) => holds(condition, value));
};

/** Numbers slots and predicates as they come, each once. */
export const interning = () => {
  const slots = new Map<string, number>();
  const numbers = new Map<string, number>();
  const predicates: Predicate[] = [];
  return {
    slots,
    predicates,
    /** The number of a field's predicate. */
    numberOf({ path, conditions }: Field): number {
      let slot = slots.get(path);
      if (slot === undefined) slots.set(path, (slot = slots.size));
      const key = `${slot} ${conditions.length === 1 ? keyOf(conditions[0]!) : conditions.map(keyOf).join()}`;
      let number = numbers.get(key);
      if (number === undefined) {
        numbers.set(key, (number = predicates.length));
        const mayBeAbsent = conditions.some(({ is }) => is === 'absent');
        predicates.push({ slot, path, conditions, meets: testOf(conditions), mayBeAbsent });
      }
      return number;
    },
  };
};

/** The exact values that a predicate amounts to, or undefined when it is more than a short list of them. */
export const exactValues = ({ conditions }: Predicate): Scalar[] | undefined =>
  conditions.length <= 16 && conditions.every(({ is }) => is === 'exactly')
    ? conditions.map((condition) => (condition as { value: Scalar }).value)
    : undefined;
