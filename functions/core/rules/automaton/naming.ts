import type { Scalar } from '../condition.ts';

/** Gives the number of a value, 0 when no rule names it. */
export interface Naming {
  ids: ReadonlyMap<Scalar, number>;
  /** Which traits some named text has, of as many as there is room for; undefined where there are too many texts for that to tell. */
  traits: Uint8Array | undefined;
}

const most = 256;

/** A few things of a text that are seen without reading all of it. */
const traitOf = (text: string): number => {
  const { length } = text;
  return (
    Math.imul(text.charCodeAt(length - 1), 61) + Math.imul(text.charCodeAt(length >> 1), 7) + Math.imul(length, 331)
  );
};

/**
 * Looking a text up means hashing it, which costs more than all else when rules are few and most values unnamed; so that few
 * rules can mostly tell from its traits.
 */
export const namingOf = (ids: ReadonlyMap<Scalar, number>): Naming => {
  if (ids.size > most) return { ids, traits: undefined };
  // A power of two, about 32 times as many as there are texts, so that one trait in 32 is taken.
  const traits = new Uint8Array(2 ** (37 - Math.clz32(ids.size)));
  for (const value of ids.keys()) if (typeof value === 'string') traits[traitOf(value) & (traits.length - 1)] = 1;
  return { ids, traits };
};

export const nameIn = ({ ids, traits }: Naming, value: Scalar): number => {
  if (traits !== undefined && typeof value === 'string' && traits[traitOf(value) & (traits.length - 1)] === 0) return 0;
  return ids.get(value) ?? 0;
};
