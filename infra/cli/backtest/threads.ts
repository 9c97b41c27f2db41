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

/** Below this, starting a thread takes longer than the work. */
const fewAlerts = 5_000;
const pieceSize = 1_000;

/** Builds the sets, once a thread. */
export const asker = ({ tried, live, releases }: Sets) => {
  const sets = { set: ruleSet(0, tried), live: ruleSet(0, live), releases };
  return (alerts: readonly Alert[]): Promise<Meeting[]> => meetings(alerts, sets);
};

/** Which rules the alerts meet, in their order; many alerts are shared out among threads. */
export const meetAll = async (sets: Sets, alerts: readonly Alert[]): Promise<Meeting[]> => {
  const threads = Math.min(availableParallelism(), Math.floor(alerts.length / fewAlerts));
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
