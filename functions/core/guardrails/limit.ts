import type { Counted } from './counts.ts';

/** When there is room again in a limit: when so many of its runs, oldest first, have left the window that one more fits. */
export const roomAt = (runs: readonly Counted[], { max, perSeconds }: { max: number; perSeconds: number }): string =>
  new Date(Date.parse(runs[runs.length - max]!.at) + perSeconds * 1000).toISOString();

/** `1 run`, `3 runs`. */
export const some = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
