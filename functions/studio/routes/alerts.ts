import type { Handlers } from '../serve.ts';

/** What sending an alert by hand needs from the world. */
export interface AlertsWorld {
  /** Queues the body as it is; answers the queue's id of the message. */
  send(body: string, source: string | undefined): Promise<string>;
}

/** For operators who try a rule, or whose sender cannot reach ingest. */
export const alerts = (world: AlertsWorld): Handlers<'sendAlert'> => ({
  sendAlert: async ({ body }) => ({ message: await world.send(body.body, body.source) }),
});
