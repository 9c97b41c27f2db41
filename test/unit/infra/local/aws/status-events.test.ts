import { describe, expect, it } from 'vitest';
import { statusEvents } from '#infra/local/aws/status-events.ts';

const quiet = () => {};

describe('status events', () => {
  it('are delivered again, with growing pauses, until they are taken', async () => {
    const pauses: number[] = [];
    const seen: unknown[] = [];
    const events = statusEvents(
      async (event) => {
        seen.push(event);
        if (seen.length < 10) throw new Error('busy');
      },
      quiet,
      async (milliseconds) => void pauses.push(milliseconds),
    );
    await events.tell({ id: 1 });
    expect(seen).toEqual(Array.from({ length: 10 }, () => ({ id: 1 })));
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('stay pending when the world closes', async () => {
    const paused = Promise.withResolvers<void>();
    const events = statusEvents(
      () => Promise.reject(new Error('busy')),
      quiet,
      async () => {
        events.close();
        paused.resolve();
      },
    );
    const told = events.tell({ id: 1 }).then(() => 'told');
    await paused.promise;
    expect(await Promise.race([told, new Promise((resolve) => setImmediate(resolve, 'pending'))])).toBe('pending');
  });
});
