import * as z from 'zod';
import { TerminalError } from '../sdk/errors.ts';
import type { System } from '../sdk/system.ts';
import { type Call, json, send } from './request.ts';

/**
 * The integration keys of services, by the names that rules and runbooks call them. `url` is for the European region
 * (`https://events.eu.pagerduty.com`) or a stand-in.
 */
const secret = z.object({
  services: z.record(z.string().min(1), z.string().min(1)),
  url: z.url().default('https://events.pagerduty.com'),
});
type Secret = z.infer<typeof secret>;

/** What people are paged with. */
export interface Page {
  service: string;
  /** Names the incident: an equal page while it is open adds to it. The key of the step unless told. */
  key?: string;
  summary: string;
  /** What is affected. */
  source: string;
  severity?: 'critical' | 'error' | 'warning' | 'info';
  details?: Record<string, string>;
  link?: { href: string; text: string };
}

export interface PagerdutyClient {
  /** Opens an incident, or adds to the one that is open under this key; answers the key. */
  trigger(page: Page): Promise<{ key: string }>;
  /** Says that somebody looks after it. Without an open incident of that key nothing happens. */
  acknowledge(incident: { service: string; key: string }): Promise<void>;
  /** Says that it is over. Without an open incident of that key nothing happens. */
  resolve(incident: { service: string; key: string }): Promise<void>;
}

type Event = { event_action: 'trigger' | 'acknowledge' | 'resolve'; dedup_key: string; [field: string]: unknown };

/** Longest key and summary that PagerDuty takes. */
const keyCharacters = 255;
const summaryCharacters = 1_024;

/**
 * PagerDuty by its Events API v2: https://developer.pagerduty.com/docs/send-alert-event. An event with the same key again
 * changes nothing, so every call may be repeated.
 */
export const pagerduty: System<PagerdutyClient, Secret, never> = {
  name: 'pagerduty',
  secret,
  permissions: [],
  reads: [],
  connect: ({ secret, signal, idempotencyKey }) => {
    const tell = async (service: string, event: Event): Promise<{ key: string }> => {
      const routingKey = Object.hasOwn(secret.services, service) ? secret.services[service] : undefined;
      if (routingKey === undefined)
        throw new TerminalError(
          `pagerduty: no service "${service}". The secret of 'pagerduty' has ${Object.keys(secret.services).join(', ') || 'none'}; ` +
            'add the integration key of its Events API v2 integration there.',
        );
      const call: Call = {
        system: 'pagerduty',
        method: 'POST',
        url: new URL('/v2/enqueue', secret.url),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ routing_key: routingKey, ...event, dedup_key: event.dedup_key.slice(0, keyCharacters) }),
        repeatable: true,
        signal,
        secrets: Object.values(secret.services),
        cures: { 400: `Check the integration key of "${service}" in the secret of 'pagerduty'.` },
      };
      const answer = json<{ dedup_key: string }>(call, await send(call));
      return { key: answer.dedup_key };
    };

    return {
      trigger: ({ service, key = idempotencyKey, summary, source, severity = 'error', details, link }) =>
        tell(service, {
          event_action: 'trigger',
          dedup_key: key,
          client: 'Wolfe',
          ...(link && { links: [link] }),
          payload: {
            summary: summary.slice(0, summaryCharacters),
            source,
            severity,
            ...(details && { custom_details: details }),
          },
        }),
      async acknowledge({ service, key }) {
        await tell(service, { event_action: 'acknowledge', dedup_key: key });
      },
      async resolve({ service, key }) {
        await tell(service, { event_action: 'resolve', dedup_key: key });
      },
    };
  },
};
