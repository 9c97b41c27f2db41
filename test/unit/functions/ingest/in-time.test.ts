import { describe, expect, it } from 'vitest';
import { inTime, patienceMs } from '#functions/ingest/in-time.ts';
import { type IngestReply, late } from '#functions/ingest/ingest.ts';

const request = { method: 'POST', source: 'a', headers: {}, body: Buffer.from('{}') };
const accepted: IngestReply = { status: 202, headers: {}, body: { message: 'accepted' } };
const never = new Promise<never>(() => {});

describe('a sender', () => {
  it('is told to try again when accepting takes too long, within a second', async () => {
    const waited: number[] = [];
    const answer = inTime(
      () => never,
      late,
      async (milliseconds) => waited.push(milliseconds),
    );
    expect(await answer(request)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(waited).toEqual([patienceMs]);
    expect(patienceMs).toBeLessThan(1000);
  });

  it('is answered as soon as the alert is accepted, and nothing goes on waiting', async () => {
    let signal: AbortSignal | undefined;
    const answer = inTime(
      async () => accepted,
      late,
      (_milliseconds, options) => {
        signal = options.signal;
        return never;
      },
    );
    expect(await answer(request)).toEqual(accepted);
    expect(signal?.aborted).toBe(true);
  });
});
