import { describe, expect, it } from 'vitest';
import type { Doors } from '#functions/core/rules/automaton/doors.ts';
import { type Openings, openings } from '#functions/core/rules/automaton/openings.ts';

/** Node 50 for the exact value `aa`, and 60 for each text of two characters; `tries` counts how often that was asked. */
const counting = () => {
  const tried: string[] = [];
  const test = (value: unknown) => tried.push(String(value)) > 0 && String(value).length === 2;
  const doors: Doors = {
    slot: 0,
    exact: Int32Array.of(0, 50),
    heads: undefined,
    tails: undefined,
    inner: undefined,
    others: [{ condition: { is: 'exists' }, test, node: 60 }],
    keyless: false,
    doors: [],
  };
  return { tried, open: (room: number) => openings(doors, new Map([['aa', 1]]), room) };
};

const at = (all: Openings, text: string): number[] => {
  const place = all.placeOf(text);
  return [...all.found.subarray(place, place + 2 + all.found[place + 1]!)];
};

describe('openings', () => {
  it('are the number of a text, and the nodes that it opens', () => {
    const all = counting().open(1000);
    const texts = ['aa', 'bb', 'ccc', 'aa', 'bb', 'ccc'];
    const expected = [
      [1, 2, 50, 60],
      [0, 1, 60],
      [0, 0],
    ];
    expect(texts.map((text) => at(all, text))).toEqual([...expected, ...expected]);
  });

  it('are found once for each text', () => {
    const { tried, open } = counting();
    const all = open(1000);
    for (const text of ['aa', 'b', 'aa', 'b']) at(all, text);
    expect(tried).toEqual(['aa', 'b']);
  });

  it('are forgotten when there is no more room, and found again', () => {
    const { tried, open } = counting();
    const all = open(40);
    const texts = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i).repeat(2));
    for (const text of [...texts, ...texts]) expect(at(all, text)).toEqual(text === 'aa' ? [1, 2, 50, 60] : [0, 1, 60]);
    expect(tried.length).toBe(52);
    expect(all.found.length).toBeLessThan(100);
  });
});
