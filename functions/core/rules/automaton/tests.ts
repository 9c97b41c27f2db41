import { type Condition, holds, type Scalar } from '../condition.ts';
import { fits } from '../wildcard.ts';

/** Whether a value meets something. */
export type Test = (value: Scalar) => boolean;

/** A condition made ready for many values: the commonest kinds without a look at what kind they are. */
export const testOf = (condition: Condition): Test => {
  switch (condition.is) {
    case 'exactly': {
      const only = condition.value;
      return (value) => value === only;
    }
    case 'prefix': {
      const head = condition.text;
      return (value) => typeof value === 'string' && value.startsWith(head);
    }
    case 'suffix': {
      const tail = condition.text;
      return (value) => typeof value === 'string' && value.endsWith(tail);
    }
    case 'numeric': {
      const low = condition.from?.number ?? Number.NEGATIVE_INFINITY;
      const high = condition.to?.number ?? Number.POSITIVE_INFINITY;
      const lowIn = condition.from?.open === false;
      const highIn = condition.to?.open === false;
      return (value) =>
        typeof value === 'number' &&
        (value > low || (lowIn && value === low)) &&
        (value < high || (highIn && value === high));
    }
    case 'wildcard': {
      const { pieces } = condition;
      return (value) => typeof value === 'string' && fits(value, pieces);
    }
    case 'anything-but': {
      const not = anyOf(condition.none);
      return (value) => !not(value);
    }
    default:
      return (value) => holds(condition, value);
  }
};

/** Whether a value meets one of several conditions. */
export const anyOf = (conditions: Condition[]): Test => {
  if (conditions.length === 1) return testOf(conditions[0]!);
  const exact = new Set(
    conditions.filter(({ is }) => is === 'exactly').map((condition) => (condition as { value: Scalar }).value),
  );
  const others = conditions.filter(({ is }) => is !== 'exactly').map(testOf);
  if (others.length === 0) return (value) => exact.has(value);
  return (value) => exact.has(value) || others.some((test) => test(value));
};

/** The test of each predicate by its number, made when it is asked for first: most never are. */
export const testing = (predicates: { conditions: Condition[] }[]) => {
  const tests: (Test | undefined)[] = Array(predicates.length).fill(undefined);
  return (number: number): Test => {
    tests[number] ??= anyOf(predicates[number]!.conditions);
    return tests[number];
  };
};
