import type { IngestReply } from './ingest.ts';
import type { IngestRequest } from './request.ts';

/**
 * Milliseconds until a sender is answered, come what may. Senders wait for seconds at most, and some switch an address off that
 * keeps them waiting.
 */
export const patienceMs = 900;

type Accept = (request: IngestRequest) => Promise<IngestReply>;

/**
 * Answers in time: with 503 when accepting takes longer. What was queued by then or later is delivered twice once the sender
 * tries again, which starts nothing twice.
 * @param wait resolves after so many milliseconds.
 */
export const inTime =
  (
    accept: Accept,
    late: () => IngestReply,
    wait: (milliseconds: number, options: { signal: AbortSignal }) => Promise<unknown>,
  ): Accept =>
  async (request) => {
    const answered = new AbortController();
    const tooLate = wait(patienceMs, { signal: answered.signal }).then(late);
    // Of the one that comes second nobody hears any more.
    tooLate.catch(() => {});
    try {
      return await Promise.race([accept(request), tooLate]);
    } finally {
      answered.abort();
    }
  };
