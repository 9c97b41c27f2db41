const day = 86_400_000;

/** `2024-06-28 14:55:57.63 +0000 UTC`, `2019-05-13T08:41:43.548+0000`, `2025-03-24 17:28:40`: date, time, fraction, zone. */
const written =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9})\d*)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?: [A-Z]{3,4})?$/i;

/** RFC 1123, as HTTP, RSS and AWS Health write it. */
const rfc1123 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (GMT|UTC|[+-]\d{4})$/;

/** Seconds, milli-, micro- or nanoseconds since 1970, told apart by magnitude. */
const fromEpoch = (value: number): number => {
  if (value < 1e11) return value * 1e3;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1e3 : value / 1e6;
};

/** Whether the calendar has such a day; Date alone takes the 30th of February for the 2nd of March. */
const isDay = (date: string): boolean => {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
};

const milliseconds = (value: unknown): number => {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 64) return Number.NaN;
  const said = value.trim();
  if (/^\d{1,20}(\.\d+)?$/.test(said)) return fromEpoch(Number(said));
  if (rfc1123.test(said)) return Date.parse(said);
  const parts = written.exec(said);
  if (!parts) return Number.NaN;
  const [, date, time, fraction = '0', zone = 'Z'] = parts;
  if (!isDay(date!)) return Number.NaN;
  const offset = /^[+-]/.test(zone) ? zone.slice(0, 3) + ':' + (zone.slice(3).replace(':', '') || '00') : 'Z';
  return Date.parse(
    `${date}T${time!.length === 5 ? `${time}:00` : time}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`,
  );
};

/**
 * Any sender's way to write a moment, as ISO 8601 UTC with milliseconds; a time without a zone is UTC.
 * None for what cannot be read and for what only means "no time": zero, Go's year 1, and more than a day after `before`.
 */
export const instant = (value: unknown, before: string): string | undefined => {
  const found = milliseconds(value);
  const limit = Date.parse(before) + day;
  return found > 0 && !(found > limit) && found < 8.64e15 ? new Date(found).toISOString() : undefined;
};
