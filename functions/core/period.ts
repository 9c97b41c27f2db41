import { type Alert, episode, identity } from './alert.ts';

/** One firing period of an alert, by which the ledger keeps what was started for it. */
export interface Period {
  /** The same in every period of the alert. */
  identity: string;
  episode: string;
  /** ISO. */
  startsAt: string;
}

/** The period that an alert speaks of. */
export const periodOf = (alert: Alert): Period => ({
  identity: identity(alert),
  episode: episode(alert),
  startsAt: alert.startsAt,
});

/**
 * The entries that an alert's end is about. Some senders repeat the firing's start when it is over, and then that period is
 * meant; others tell when it ended, and then it is the newest period that had begun by that time.
 */
export const endedBy = <Entry extends { episode: string; startsAt: string }>(
  entries: readonly Entry[],
  { episode, startsAt }: Period,
  endedAt = startsAt,
): Entry[] => {
  const begun = entries.filter((entry) => entry.episode === episode || entry.startsAt <= endedAt);
  const newest = begun
    .map((entry) => entry.startsAt)
    .sort()
    .at(-1);
  const same = begun.filter((entry) => entry.episode === episode);
  return same.length > 0 ? same : begun.filter((entry) => entry.startsAt === newest);
};
