import type { State } from './definition.ts';
import type { Journal } from './journal.ts';
import { longestMilliseconds } from './limits.ts';
import type { Visit, Visits } from './visits.ts';

const within = (milliseconds: number): number => Math.min(Math.max(0, milliseconds), longestMilliseconds);

/**
 * How long a Wait state pauses: as it says, less what passed before a restart.
 * @returns milliseconds, or undefined when the state's own words stand
 */
export const waitTimes = (journal: Journal, states: Map<string, State>, now: () => number) => {
  const recorded = journal.entries.flatMap((entry, index) =>
    entry.kind === 'wait' ? [{ ...entry, followed: index < journal.entries.length - 1 }] : [],
  );
  return (name: string): number | undefined => {
    const index = recorded.findIndex((wait) => wait.state === name);
    if (index < 0) {
      journal.append({ kind: 'wait', state: name, at: now() });
      return undefined;
    }
    const [wait] = recorded.splice(index, 1);
    const seconds = states.get(name)?.Seconds;
    if (seconds !== undefined) return within(wait!.at + seconds * 1000 - now());
    return wait!.followed ? 0 : undefined;
  };
};

/** How long a failed attempt waits for its retry: as the retriers say, less what passed before a restart. */
export const retryTimes =
  (latest: (state: string) => Visit | undefined, visits: Visits, states: Map<string, State>, now: () => number) =>
  (name: string): number | number[] | undefined => {
    const visit = latest(name);
    if (!visit?.replayed) return undefined;
    if (visits.hasMore(visit.state, visit.hash)) return 0;
    const passed = visit.end ? now() - visit.end.at : 0;
    return states
      .get(name)
      ?.Retry?.map(({ IntervalSeconds = 1, BackoffRate = 2 }) =>
        within(IntervalSeconds * BackoffRate ** visit.retry * 1000 - passed),
      );
  };
