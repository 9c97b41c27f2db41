/** A mistake in a pattern: where it is (`labels.env[0].prefix`), what is wrong there, and what to write instead. */
export interface Fault {
  path: string;
  problem: string;
  cure: string;
}

/** Notes one fault; reading goes on, so that the author sees all of them at once. */
export type Complain = (path: string, problem: string, cure: string) => undefined;

/** A short quotation of what the author wrote, for a fault's text; lists and objects, of any size and depth, only by their kind. */
export const quote = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return value === undefined ? 'nothing' : String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
};
