import { monitorEventLoopDelay } from 'node:perf_hooks';

// One matcher Lambda in a process of its own, so that its memory is its own: batches in and answers out by the parent's messages.

/** What the Lambda tells of one batch. */
export interface Told {
  milliseconds: number;
  /** Since the batch before: for how long nothing else could run, at most. */
  longestPauseMs: number;
  rssMb: number;
  heapMb: number;
}

const megabytes = (bytes: number): number => Math.round(bytes / 104_857.6) / 10;
const delay = monitorEventLoopDelay({ resolution: 5 });

const { handler } = (await import(process.argv[2]!)) as { handler: (event: unknown, context: object) => unknown };

process.on('message', async (event) => {
  const began = performance.now();
  await handler(event, {});
  const milliseconds = performance.now() - began;
  const { rss, heapUsed } = process.memoryUsage();
  const told: Told = {
    milliseconds,
    longestPauseMs: delay.max / 1e6,
    rssMb: megabytes(rss),
    heapMb: megabytes(heapUsed),
  };
  delay.reset();
  process.send!(told);
});
delay.enable();
process.send!('ready');
