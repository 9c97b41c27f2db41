import type { Items } from './items.ts';

const seenKey = (what: string): string => `seen#${what}`;

/** What was seen before and must not pass a second time, such as the signature of an accepted request. */
export const sightings = (items: Items) => ({
  /** Notes it for that long; true when it had already been noted. */
  async seen(what: string, seconds: number): Promise<boolean> {
    const first = await items.put(
      { pk: seenKey(what), expires: items.expiry(seconds) },
      { when: 'attribute_not_exists(pk) OR expires <= :now' },
    );
    return !first;
  },

  /** Whether it was noted and is still remembered. */
  async has(what: string): Promise<boolean> {
    return (await items.get(seenKey(what))) !== undefined;
  },
});
