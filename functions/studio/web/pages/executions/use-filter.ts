import { setQuery, usePlace } from '../../router/place.ts';
import { useNow } from '../../show/now.ts';

/** What a list of executions or decisions can be narrowed by; kept in the address, so that a link brings it along. */
export type Filter<Name extends string> = Partial<Record<Name, string>>;

/** The filter in the address. */
export const useFilter = <Name extends string>(names: readonly Name[]): [Filter<Name>, (to: Filter<Name>) => void] => {
  const { query } = usePlace();
  const filter = Object.fromEntries(names.map((name) => [name, query.get(name) || undefined])) as Filter<Name>;
  return [filter, setQuery];
};

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The moment that `15m`, `24h` or `7d` ago was, to the minute so that a list is not asked anew each second. */
export const useSince = (span: string | undefined): string | undefined => {
  const minute = Math.floor(useNow() / 60_000) * 60_000;
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(span ?? '') ?? [];
  return count && unit ? new Date(minute - Number(count) * unitMs[unit]!).toISOString() : undefined;
};
