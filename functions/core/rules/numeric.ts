import type { Bound, Condition } from './condition.ts';
import { type Complain, quote } from './faults.ts';

const cure = 'Write ["=", 5], [">=", 5], or a lower bound and then an upper one: [">", 0, "<=", 5].';

/** The list of a `numeric` expression: one comparison, or a range whose lower bound comes first. Numbers compare as doubles. */
export const numericOf = (value: unknown, path: string, complain: Complain): Condition | undefined => {
  if (!Array.isArray(value)) return complain(path, `must be a list, not ${quote(value)}`, cure);
  const [operator, number, second, top] = value;
  const lower = operator === '>' || operator === '>=';
  if (!lower && operator !== '=' && operator !== '<' && operator !== '<=')
    return complain(`${path}[0]`, `${quote(operator)} is no comparison`, cure);
  if (!Number.isFinite(number)) return complain(`${path}[1]`, `${quote(number)} is no number`, cure);
  if (value.length !== 2 && !(lower && value.length === 4)) return complain(path, `has ${value.length} members`, cure);
  const bound: Bound = { number, open: operator.length === 1 };
  if (operator === '=') return { is: 'exactly', value: number };
  if (!lower) return { is: 'numeric', to: bound };
  if (value.length === 2) return { is: 'numeric', from: bound };
  if (second !== '<' && second !== '<=') return complain(`${path}[2]`, `${quote(second)} is no upper bound`, cure);
  if (!Number.isFinite(top)) return complain(`${path}[3]`, `${quote(top)} is no number`, cure);
  if (number >= top)
    return complain(
      path,
      'has a lower bound that is not below the upper one',
      `Write ["=", ${top}] for a single number.`,
    );
  return { is: 'numeric', from: bound, to: { number: top, open: second === '<' } };
};
