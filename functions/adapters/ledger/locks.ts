import type { Hold } from '#functions/core/guardrails/facts.ts';
import type { Item, Items } from './items.ts';

/** A lock that was taken, or who has it and until when. */
export type LockReply = { held: true; fence: number } | { held: false; by: string; until: string };

/** Seconds. The item carries the fencing counter, so it outlives every execution that may still hold an old token. */
const life = 400 * 86_400;

export const lockKey = (target: string): string => `lock#${target}`;

/** The lock that an item stands for, unless it was released or its lease has ended. */
export const lockOf = (item: Item | undefined, now: Date): Hold | undefined =>
  item?.holder !== undefined && (item.leaseUntil as number) > now.getTime()
    ? { execution: item.holder as string, until: new Date(item.leaseUntil as number).toISOString() }
    : undefined;

/**
 * One holder a target at a time, by a lease with a fencing token that grows with each new holder: a system that can compare
 * tokens refuses whoever lost the lease without noticing.
 */
export const locks = (items: Items) => {
  const lease = (seconds: number) => ({
    ':until': items.now().getTime() + seconds * 1000,
    ':expires': items.expiry(life),
  });

  return {
    /** Takes the lock; an execution that already has it keeps its token, and its lease runs anew. */
    async lock(target: string, execution: string, leaseSeconds: number): Promise<LockReply> {
      const pk = lockKey(target);
      const taken = await items.update(
        pk,
        'SET holder = :execution, leaseUntil = :until, expires = :expires ADD fence :one',
        { ...lease(leaseSeconds), ':execution': execution, ':one': 1 },
        {
          when: 'attribute_not_exists(holder) OR (leaseUntil <= :at AND holder <> :execution)',
          values: { ':at': items.now().getTime() },
        },
      );
      if (taken) return { held: true, fence: taken.fence as number };
      const again = await items.update(
        pk,
        'SET leaseUntil = :until, expires = :expires',
        { ...lease(leaseSeconds), ':execution': execution },
        { when: 'holder = :execution' },
      );
      if (again) return { held: true, fence: again.fence as number };
      const other = lockOf(await items.get(pk), items.now());
      // Released or run out between the write and the read: refused all the same, and free at once.
      return other
        ? { held: false, by: other.execution, until: other.until }
        : { held: false, by: 'another execution', until: items.now().toISOString() };
    },

    /** Prolongs a lease; false when the lock has passed to another, who must not be disturbed. */
    async extend(target: string, execution: string, fence: number, leaseSeconds: number): Promise<boolean> {
      const extended = await items.update(
        lockKey(target),
        'SET leaseUntil = :until, expires = :expires',
        { ...lease(leaseSeconds), ':execution': execution, ':fence': fence },
        { when: 'holder = :execution AND fence = :fence' },
      );
      return extended !== undefined;
    },

    /** Gives the lock back if the execution has it; the counter stays. */
    async release(target: string, execution: string): Promise<void> {
      await items.update(
        lockKey(target),
        'REMOVE holder, leaseUntil',
        { ':execution': execution },
        { when: 'holder = :execution' },
      );
    },
  };
};
