import type { Condition, Scalar } from '../condition.ts';
import type { Field } from '../pattern.ts';
import { under } from './filing.ts';

/** One field of some rules: what is asked of the value in a slot. Rules that ask the same share it. */
export interface Predicate {
  slot: number;
  path: string;
  conditions: Condition[];
  /** Whether it is also met by an event without the field. */
  mayBeAbsent: boolean;
}

/** A text that is equal for conditions that ask the same. */
export const keyOf = (condition: Condition): string => {
  switch (condition.is) {
    case 'exactly':
      return typeof condition.value === 'string'
        ? `${condition.value.length}"${condition.value}`
        : `=${condition.value}`;
    case 'address':
      return `@${condition.range.first}-${condition.range.last}`;
    case 'numeric':
      return JSON.stringify([condition.from, condition.to]);
    case 'anything-but':
      return `!${condition.none.length}${condition.none.map(keyOf).join()}`;
    case 'exists':
    case 'absent':
      return condition.is;
    default:
      return `${condition.is}${condition.text.length}:${condition.text}`;
  }
};

/** Numbers slots, predicates and, slot by slot, the exact values that rules name or rule out, as they come and each once. */
export const interning = () => {
  const slots = new Map<string, number>();
  const ids: Map<Scalar, number>[] = [];
  const predicates: Predicate[] = [];
  // By slot, predicates of a single exact value by that value's number, and all others by their key.
  const plain: number[][] = [];
  const keyed: Map<string, number>[] = [];

  const slotOf = (path: string): number =>
    under(slots, path, () => {
      plain.push([]);
      keyed.push(new Map());
      return ids.push(new Map()) - 1;
    });

  const idOf = (slot: number, value: Scalar): number => under(ids[slot]!, value, () => ids[slot]!.size + 1);

  const intern = (slot: number, { path, conditions }: Field): number => {
    for (const condition of conditions)
      for (const each of condition.is === 'anything-but' ? condition.none : [condition])
        if (each.is === 'exactly') idOf(slot, each.value);
    const mayBeAbsent = conditions.some(({ is }) => is === 'absent');
    return predicates.push({ slot, path, conditions, mayBeAbsent }) - 1;
  };

  return {
    /** Paths that rules use. */
    slots,
    predicates,
    /** By slot, the number of each exact value, from 1. */
    ids,
    /** The number of a field's predicate. */
    numberOf(field: Field): number {
      const slot = slotOf(field.path);
      const first = field.conditions[0]!;
      if (field.conditions.length > 1 || first.is !== 'exactly')
        return under(keyed[slot]!, field.conditions.map(keyOf).join(), () => intern(slot, field));
      const id = idOf(slot, first.value);
      plain[slot]![id] ??= intern(slot, field);
      return plain[slot]![id];
    },
  };
};

/** The exact values that a predicate amounts to, or undefined when it is more than a short list of them. */
export const exactValues = ({ conditions }: Predicate): Scalar[] | undefined =>
  conditions.length <= 16 && conditions.every(({ is }) => is === 'exactly')
    ? conditions.map((condition) => (condition as { value: Scalar }).value)
    : undefined;
