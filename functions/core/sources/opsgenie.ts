import type { AlertStatus } from '../alert.ts';
import { at, firstText, has, isRecord, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

/** Actions that change an alert's state. A deleted alert is over at the sender; notes, tags and owners change nothing here. */
const words: Record<string, AlertStatus> = {
  create: 'firing',
  unacknowledge: 'firing',
  acknowledge: 'acknowledged',
  close: 'resolved',
  delete: 'resolved',
};

/** Opsgenie and Jira Service Management, by their outgoing webhook. */
export const opsgenie: Source = {
  name: 'opsgenie',
  summary: 'Settings → Integrations → Webhook: …/v1/alerts/opsgenie, with "Add Alert Description to Payload"',
  example: {
    action: 'Create',
    alert: {
      alertId: '00000000-0000-4000-8000-000000000003-1772359200000',
      message: 'Queue is growing',
      alias: 'queue-growing/orders',
      tinyId: '17',
      entity: 'orders',
      source: 'monitoring',
      tags: ['prod'],
      priority: 'P2',
      createdAt: 1772359200000,
    },
    source: { name: 'web', type: 'API' },
    integrationName: 'Wolfe',
  },
  detects: (body) => has(body, 'action', 'alert.alertId') && isRecord(at(body, 'alert')),
  read: (body, receipt) => {
    if (!isRecord(at(body, 'alert'))) return none('malformed', 'no "alert" in the body: this is no Opsgenie webhook');
    const said = record(at(body, 'alert'));
    const action = text(at(body, 'action'));
    const status = statusOf(action, words);
    if (status === 'unknown' && action !== undefined) {
      return none('not an alert', `Opsgenie's action ${action} changes no state of an alert`);
    }
    return one(
      {
        source: 'opsgenie',
        name: [said.message, said.alias],
        status,
        rawStatus: action,
        severity: said.priority,
        labels: { ...record(said.details), tags: said.tags, entity: said.entity, source: said.source },
        annotations: { description: said.description, tinyId: said.tinyId },
        startsAt: said.createdAt,
        fingerprint: firstText(said.alias, said.alertId),
      },
      receipt,
    );
  },
};
