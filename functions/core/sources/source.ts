import type { Reading } from '../alert.ts';

/** What is known of a body besides its bytes. */
export interface Receipt {
  /** When it came in, ISO 8601 UTC with milliseconds; stands in for a start that cannot be read. */
  receivedAt: string;
  /** Lower-case HTTP headers, where the sender used HTTP. */
  headers?: Record<string, string>;
}

/** One sender's reader. One file of one form each, in this folder; `all.ts` lists them. */
export interface Source {
  name: string;
  /** How the sender is pointed at Wolfe, one line; the rest is its page in `docs/`. */
  summary: string;
  /** A small real-looking body, for `wolfe alerts sources` and the reader's own test. */
  example: unknown;
  /** True when the body is certainly this sender's; used where no source is named. At most one reader may say so. */
  detects(body: unknown): boolean;
  /** Turns one unwrapped body into alerts. Never throws on any JSON value; what is not an alert is set aside with a reason. */
  read(body: unknown, receipt: Receipt): Reading | Promise<Reading>;
}
