import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '#runbooks/sdk/wire.ts';

const firstPause = 500;
const longestPause = 60_000;

/**
 * EventBridge between Step Functions and the recorder: an event is delivered again, with growing pauses, until it was taken.
 * After `close` nothing is delivered, and what was not taken stays pending for the next world.
 */
export const statusEvents = (
  deliver: (event: Json) => Promise<unknown>,
  log: (text: string) => void,
  pauseFor: (milliseconds: number, signal: AbortSignal) => Promise<unknown> = (milliseconds, signal) =>
    sleep(milliseconds, undefined, { signal }).catch(() => {}),
) => {
  const closing = new AbortController();
  return {
    async tell(event: Json): Promise<void> {
      for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
        try {
          await deliver(event);
          return;
        } catch (error) {
          log(`status change not taken: ${(error as Error).message}\n`);
          await pauseFor(pause, closing.signal);
          // It stays pending: whoever waits for this ends with the process.
          if (closing.signal.aborted) return new Promise(() => {});
        }
      }
    },
    close: () => closing.abort(),
  };
};
