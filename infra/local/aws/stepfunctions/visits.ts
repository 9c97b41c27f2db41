import type { Json } from '#runbooks/sdk/wire.ts';
import type { Entry, Journal } from './journal.ts';
import { newToken } from './tokens.ts';

export type VisitEnd = { ok: true; value: Json; at: number } | { ok: false; error: string; cause: string; at: number };

/** One attempt at one Task state. */
export interface Visit {
  visit: number;
  state: string;
  hash: string;
  at: number;
  entered: number;
  retry: number;
  token?: string;
  /** Its Lambda has answered, and the token is waited for. */
  called: boolean;
  end?: VisitEnd;
  /** It was begun by an earlier world. */
  replayed: boolean;
}

const recordedVisits = (entries: Entry[]): Visit[] => {
  const visits = new Map<number, Visit>();
  for (const entry of entries) {
    if (entry.kind === 'visit') visits.set(entry.visit, { ...entry, called: false, replayed: true });
    const visit = 'visit' in entry ? visits.get(entry.visit) : undefined;
    if (visit && entry.kind === 'called') visit.called = true;
    if (visit && entry.kind === 'result') visit.end = { ok: true, value: entry.value, at: entry.at };
    if (visit && entry.kind === 'error')
      visit.end = { ok: false, error: entry.error, cause: entry.cause, at: entry.at };
  }
  return [...visits.values()];
};

/**
 * The attempts of one execution. After a restart the machine runs again from its start: each attempt is first looked for among those
 * in the journal, by state and input in order, and is new only when all those have been used.
 */
export const visits = (arn: string, journal: Journal, now: () => number) => {
  const unused = recordedVisits(journal.entries);
  let count = unused.length;
  /** Latest attempt by state and input: attempts after one that did not succeed are its retries. */
  const latest = new Map<string, Visit>();

  const recorded = (state: string, hash: string): Visit | undefined => {
    const index = unused.findIndex((visit) => visit.state === state && visit.hash === hash);
    return index < 0 ? undefined : unused.splice(index, 1)[0];
  };

  const begun = (state: string, hash: string, withToken: boolean): Visit => {
    const before = latest.get(`${state} ${hash}`);
    const retryOf = before && !before.end?.ok ? before : undefined;
    const at = now();
    const entry = {
      visit: count++,
      state,
      hash,
      at,
      entered: retryOf?.entered ?? at,
      retry: retryOf ? retryOf.retry + 1 : 0,
      ...(withToken ? { token: newToken(arn) } : {}),
    };
    journal.append({ kind: 'visit', ...entry });
    return { ...entry, called: false, replayed: false };
  };

  return {
    next(state: string, hash: string, withToken: boolean): Visit {
      const visit = recorded(state, hash) ?? begun(state, hash, withToken);
      latest.set(`${state} ${hash}`, visit);
      return visit;
    },
    /** Whether an earlier world went on from here. */
    hasMore: (state: string, hash: string): boolean =>
      unused.some((visit) => visit.state === state && visit.hash === hash),
    /** Attempts of the earlier world that this one has not come to. */
    unused: (): readonly Visit[] => unused,
    called(visit: Visit) {
      visit.called = true;
      journal.append({ kind: 'called', visit: visit.visit });
    },
    end(visit: Visit, end: VisitEnd) {
      visit.end = end;
      const at = { visit: visit.visit, at: end.at };
      journal.append(
        end.ok
          ? { kind: 'result', ...at, value: end.value }
          : { kind: 'error', ...at, error: end.error, cause: end.cause },
      );
    },
  };
};
export type Visits = ReturnType<typeof visits>;
