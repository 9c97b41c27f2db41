import { type Command, InvalidArgumentError } from 'commander';
import { seconds } from '#runbooks/sdk/duration.ts';

/** A moment as people give it: how long ago (`2h`, `7d`), or an ISO time. @returns ISO, UTC. */
export const moment = (text: string): string => {
  const date = /^[0-9]+[dhms]/.test(text) ? new Date(Date.now() - secondsOf(text) * 1000) : new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('Write how long ago (2h, 7d) or an ISO time.');
  return date.toISOString();
};

const secondsOf = (text: string): number => {
  try {
    return seconds(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
};

const count = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 200) throw new InvalidArgumentError('Give 1 to 200.');
  return number;
};

/** Adds the options that every list has: since when, until when, how many. */
export const within = (command: Command): Command =>
  command
    .option('--from <when>', 'no older than this: 2h, 7d, or an ISO time', moment)
    .option('--to <when>', 'no newer than this', moment)
    .option('--limit <n>', 'how many at most, up to 200', count, 50);

/** Said where a list was cut. */
export const thereIsMore = 'There are more: narrow it with --from and --to, or raise --limit.';
