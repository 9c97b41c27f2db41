import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, list, record, text } from './fields.ts';
import { each, none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** Event actions of the Events API and event types of webhooks, without `incident.`; all others change no state. */
const words: Record<string, AlertStatus> = {
  trigger: 'firing',
  triggered: 'firing',
  acknowledge: 'acknowledged',
  acknowledged: 'acknowledged',
  unacknowledge: 'firing',
  unacknowledged: 'firing',
  reopened: 'firing',
  resolve: 'resolved',
  resolved: 'resolved',
};

const stateless = (type: string | undefined): Reading =>
  none('not an alert', `PagerDuty's ${type ?? 'message'} changes no state of an incident`);

/**
 * An incident as webhooks tell of it: v1 names it by its key, v2 and v3 by its title. The key is the Events API's `dedup_key`, and so
 * the same whenever the same thing fails again; the id is new with every incident.
 */
const incident = (type: unknown, said: Fields, receipt: Receipt): Reading => {
  const status = statusOf(text(type)?.replace(/^incident\./, ''), words);
  if (status === 'unknown') return stateless(text(type));
  return one(
    {
      source: 'pagerduty',
      name: [said.title, said.incident_key, said.description, said.id],
      status,
      rawStatus: type,
      severity: said.urgency,
      labels: {
        service: firstText(at(said, 'service.name'), at(said, 'service.summary')),
        priority: firstText(at(said, 'priority.summary'), at(said, 'priority.name')),
      },
      annotations: {
        summary: at(said, 'trigger_summary_data.subject') ?? at(said, 'trigger_summary_data.description'),
        description: said.description,
        number: said.incident_number ?? said.number,
      },
      startsAt: said.created_at ?? said.created_on,
      fingerprint: firstText(said.incident_key, said.id),
      url: said.html_url,
    },
    receipt,
  );
};

/** Webhooks of version 1 (`type`, `data.incident`) and 2 (`event`, `incident`), in batches. */
const message = (item: Fields, receipt: Receipt): Reading =>
  incident(item.event ?? item.type, record(item.incident ?? at(item, 'data.incident')), receipt);

const webhookV3 = (event: Fields, receipt: Receipt): Reading => {
  const type = text(event.event_type);
  if (type === 'pagey.ping') return none('test', "PagerDuty's test of a webhook");
  return type?.startsWith('incident.') ? incident(type, record(event.data), receipt) : stateless(type);
};

/** The Events API's own body, as tools that speak to PagerDuty send it: version 2, or 1 with a `service_key`. */
const eventsApi = (said: Fields, receipt: Receipt): Reading => {
  const action = said.event_action ?? said.event_type;
  const status = statusOf(action, words);
  if (status === 'unknown') return stateless(text(action) ?? 'change event');
  const payload = record(said.payload);
  const key = firstText(said.dedup_key, said.incident_key);
  return one(
    {
      source: 'pagerduty',
      name: [payload.summary, said.description, key],
      status,
      rawStatus: action,
      severity: payload.severity,
      labels: { source: payload.source, component: payload.component, group: payload.group, class: payload.class },
      annotations: { ...record(payload.custom_details), ...record(said.details) },
      startsAt: payload.timestamp,
      fingerprint: key,
      url: said.client_url ?? at(said, 'links.0.href'),
    },
    receipt,
  );
};

/** PagerDuty: webhooks of versions 1 to 3, and tools that speak its Events API. */
export const pagerduty: Source = {
  name: 'pagerduty',
  summary: 'Integrations → Generic Webhooks (v3): …/v1/alerts/pagerduty; or as the Events API URL of a tool',
  example: {
    event: {
      id: '01EXAMPLE',
      event_type: 'incident.triggered',
      resource_type: 'incident',
      occurred_at: '2026-03-01T10:00:00.000Z',
      data: {
        id: 'PEXAMPLE',
        type: 'incident',
        html_url: 'https://example.pagerduty.com/incidents/PEXAMPLE',
        number: 7,
        status: 'triggered',
        incident_key: 'web/http',
        created_at: '2026-03-01T10:00:00Z',
        title: 'Checkout answers slowly',
        service: { id: 'PSERVICE', summary: 'Checkout', type: 'service_reference' },
        urgency: 'high',
      },
    },
  },
  detects: (body) =>
    has(body, 'event.event_type', 'event.resource_type') ||
    /^incident\./.test(firstText(at(body, 'messages.0.event'), at(body, 'messages.0.type')) ?? '') ||
    has(body, 'routing_key', 'event_action') ||
    has(body, 'routing_key', 'payload.summary') ||
    has(body, 'service_key', 'event_type'),
  read: (body, receipt) => {
    if (has(body, 'event.event_type')) return webhookV3(record(at(body, 'event')), receipt);
    if (has(body, 'messages')) return each(list(at(body, 'messages')), (item) => message(item, receipt));
    if (has(body, 'event_action') || has(body, 'event_type') || has(body, 'routing_key')) {
      return eventsApi(record(body), receipt);
    }
    return none('malformed', 'neither a webhook of PagerDuty nor a body of its Events API');
  },
};
