import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Alert } from '#functions/core/alert.ts';
import type { Release } from '#functions/core/live.ts';
import { type Meeting, meetings } from '#functions/core/rules/backtest.ts';
import { ruleSet } from '#functions/core/rules/set.ts';

/** Two rule sets as their authors wrote them, and what they may run. */
export interface Sets {
  tried: unknown[];
  live: unknown[];
  releases: Release[];
}

/** What a thread is handed: a piece of the whole, and which. */
export interface Piece {
  index: number;
  alerts: Alert[];
}

/** Of one thread: fewer take it less time than its start, a second or two. */
const fewAlerts = 25_000;
const pieceSize = 1_000;

/** Builds the sets, once a thread. */
export const asker = ({ tried, live, releases }: Sets) => {
  const sets = { set: ruleSet(0, tried), live: ruleSet(0, live), releases };
  return (alerts: readonly Alert[]): Promise<Meeting[]> => meetings(alerts, sets);
};

const threadsFor = (alerts: number): number => Math.min(availableParallelism(), Math.floor(alerts / fewAlerts));

/** Which rules the alerts meet, in their order; many alerts are shared out among threads. */
export const meetAll = async (
  sets: Sets,
  alerts: readonly Alert[],
  threads = threadsFor(alerts.length),
): Promise<Meeting[]> => {
  if (threads < 2) return asker(sets)(alerts);
  const count = Math.ceil(alerts.length / pieceSize);
  const waiting = Array.from({ length: count }, (_, index) => index).values();
  const found: Meeting[][] = [];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: sets });
    try {
      // One iterator for all threads: each takes the next piece that is waiting.
      for (const index of waiting) {
        const piece: Piece = { index, alerts: alerts.slice(index * pieceSize, (index + 1) * pieceSize) };
        worker.postMessage(piece);
        const [met] = (await once(worker, 'message')) as [Meeting[]];
        found[index] = met;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return found.flat();
};
