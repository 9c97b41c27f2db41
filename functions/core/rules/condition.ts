import { type AddressRange, addressOf } from './address.ts';
import { type Letters, spelledBack, spelledFrom } from './letters.ts';
import { fits } from './wildcard.ts';

/** What a leaf of an event can be. */
export type Scalar = string | number | boolean | null;

/** One end of a numeric range; `open` leaves the number itself out. */
export interface Bound {
  number: number;
  open: boolean;
}

/** One entry of a field's list, read and checked; `text` is as the author wrote it. */
export type Condition =
  | { is: 'exactly'; value: Scalar }
  | { is: 'address'; text: string; range: AddressRange }
  | { is: 'prefix' | 'suffix'; text: string }
  | { is: 'equals-ignore-case' | 'prefix-ignore-case' | 'suffix-ignore-case'; text: string; letters: Letters }
  | { is: 'wildcard'; text: string; pieces: string[] }
  | { is: 'numeric'; from?: Bound; to?: Bound }
  | { is: 'exists' }
  | { is: 'absent' }
  | { is: 'anything-but'; none: Condition[] };

const inRange = (value: number, from: Bound | undefined, to: Bound | undefined): boolean =>
  Number.isFinite(value) &&
  (from === undefined || (from.open ? value > from.number : value >= from.number)) &&
  (to === undefined || (to.open ? value < to.number : value <= to.number));

const inBlock = (text: string, { first, last }: AddressRange): boolean => {
  const address = addressOf(text);
  return address?.length === first.length && address >= first && address <= last;
};

/** Whether one leaf value of an event meets the condition. Absence is no value, so `absent` never holds here. */
export const holds = (condition: Condition, value: Scalar): boolean => {
  switch (condition.is) {
    case 'exactly':
      return value === condition.value;
    case 'exists':
      return true;
    case 'absent':
      return false;
    case 'anything-but':
      return !condition.none.some((each) => holds(each, value));
    case 'numeric':
      return typeof value === 'number' && inRange(value, condition.from, condition.to);
  }
  if (typeof value !== 'string') return false;
  switch (condition.is) {
    case 'address':
      return inBlock(value, condition.range);
    case 'prefix':
      return value.startsWith(condition.text);
    case 'suffix':
      return value.endsWith(condition.text);
    case 'equals-ignore-case':
      return spelledFrom(value, condition.letters) === value.length;
    case 'prefix-ignore-case':
      return spelledFrom(value, condition.letters) >= 0;
    case 'suffix-ignore-case':
      return spelledBack(value, condition.letters);
    case 'wildcard':
      return fits(value, condition.pieces);
  }
};
