import { join } from 'node:path';
import { Hono } from 'hono';
import { z } from 'zod';
import { keep } from './kept.ts';
import { serve, type Vendor } from './vendor.ts';

/** What PagerDuty makes of the events of one key. */
export interface Incident {
  service: string;
  key: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  summary: string;
  /** Triggers that were added to it, the first included. */
  events: number;
}

export interface PagerdutyOptions {
  /** Integration keys by the name of the service. */
  services: Record<string, string>;
  /** Where incidents are kept; in memory when absent. */
  folder?: string;
  port?: number;
}

export interface PagerdutyStandIn extends Vendor {
  /** Oldest first. */
  incidents(): Incident[];
}

const key = z.string().max(255);
const events = z.discriminatedUnion('event_action', [
  z.object({
    event_action: z.literal('trigger'),
    dedup_key: key.optional(),
    payload: z.object({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
    }),
  }),
  z.object({ event_action: z.enum(['acknowledge', 'resolve']), dedup_key: key }),
]);

const maxBytes = 524_288;

/**
 * PagerDuty's Events API v2, https://developer.pagerduty.com/docs/send-alert-event: 202 for an event that was taken, 400 with
 * what is wrong with it; `fail` makes it rate limit. An open incident collects the events of its key; one that was resolved is
 * never opened again.
 */
export const pagerdutyServer = async (options: PagerdutyOptions): Promise<PagerdutyStandIn> => {
  const kept = keep<{ incidents: Incident[]; count: number }>(
    options.folder && join(options.folder, 'pagerduty.json'),
    () => ({
      incidents: [],
      count: 0,
    }),
  );

  const happened = (service: string, event: z.infer<typeof events>): string => {
    const name = event.dedup_key ?? `generated-${++kept.value.count}`;
    const open = kept.value.incidents.find(
      (one) => one.service === service && one.key === name && one.status !== 'resolved',
    );
    if (event.event_action === 'trigger') {
      if (open) open.events += 1;
      else
        kept.value.incidents.push({
          ...{ service, key: name, status: 'triggered', summary: event.payload.summary, events: 1 },
        });
    } else if (open) open.status = event.event_action === 'resolve' ? 'resolved' : 'acknowledged';
    kept.save();
    return name;
  };

  const app = new Hono();
  app.post('/v2/enqueue', async (c) => {
    const invalid = (...errors: string[]) =>
      c.json({ status: 'invalid event', message: 'Event object is invalid', errors }, 400);
    const text = await c.req.text();
    if (Buffer.byteLength(text) > maxBytes) return c.json({ status: 'invalid event', message: 'too large' }, 413);
    let body: { routing_key?: unknown };
    try {
      body = JSON.parse(text);
    } catch {
      return invalid('Malformed JSON');
    }
    const service = Object.entries(options.services).find(([, routingKey]) => routingKey === body.routing_key)?.[0];
    if (service === undefined) return invalid("'routing_key' is missing or invalid");
    const event = events.safeParse(body);
    if (!event.success)
      return invalid(...event.error.issues.map(({ path, message }) => `'${path.join('.')}' ${message}`));
    const dedup_key = happened(service, event.data);
    return c.json({ status: 'success', message: 'Event processed', dedup_key }, 202);
  });

  return { ...(await serve(app.fetch, options.port)), incidents: () => kept.value.incidents };
};
