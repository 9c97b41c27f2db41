import { read } from '../../core/sources/read.ts';
import { type Part, partBytes, partsOf } from '../../ingest/parts.ts';
import { RefusedError } from '../refusal.ts';
import type { Handlers } from '../serve.ts';

/** What sending an alert by hand needs from the world. */
export interface AlertsWorld {
  /** Queues a body; answers the queue's id of the message. */
  send(part: Part, source: string | undefined): Promise<string>;
  now(): Date;
}

/** For operators who try a rule, or whose sender cannot reach ingest. */
export const alerts = (world: AlertsWorld): Handlers<'readAlerts' | 'sendAlert'> => ({
  readAlerts: async ({ body: { body, source } }) =>
    read(Buffer.from(body), { source, receivedAt: world.now().toISOString() }),
  sendAlert: async ({ body }) => {
    // Not split: its decisions are to be found by one message.
    const [part] = partsOf(Buffer.from(body.body), undefined);
    if (Buffer.byteLength(part!.body) > partBytes)
      throw new RefusedError(413, {
        code: 'too large',
        message: `The payload is over the ${partBytes} bytes that the queue takes.`,
        cure: 'Send it in parts, or to ingest, which splits batches: POST /v1/alerts/{source}.',
      });
    return { message: await world.send(part!, body.source) };
  },
});
