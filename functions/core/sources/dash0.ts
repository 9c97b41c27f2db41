import type { AlertStatus } from '../alert.ts';
import { at, type Fields, has, isRecord, list, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  'alert.ongoing': 'firing',
  'alert.created': 'firing',
  'alert.triggered': 'firing',
  'alert.resolved': 'resolved',
};

/** Attributes as OpenTelemetry writes them: `{ key, value: { stringValue } }`, one member for each type. */
const attributes = (value: unknown): Fields =>
  Object.fromEntries(
    list(value).flatMap((item) => {
      const key = text(at(item, 'key'));
      const held = at(item, 'value');
      return key === undefined ? [] : [[key, isRecord(held) ? Object.values(held)[0] : held]];
    }),
  );

/** Dash0, by its notification channel "Webhook". */
export const dash0: Source = {
  name: 'dash0',
  summary: 'Settings → Notification Channels → Webhook: …/v1/alerts/dash0',
  example: {
    type: 'alert.ongoing',
    data: {
      issue: {
        id: '00000000-0000-4000-8000-000000000010',
        issueIdentifier: '6820705469291328438',
        dataset: 'default',
        start: '2026-03-01T10:00:00.123456789Z',
        status: 'critical',
        summary: 'Errors of checkout',
        labels: [{ key: 'service.name', value: { stringValue: 'checkout' } }],
        annotations: [],
        checkrules: [{ id: '1', name: 'Error rate', expression: 'up == 0' }],
        url: 'https://app.dash0.com/alerting/failed-checks?org=1',
      },
    },
  },
  detects: (body) =>
    has(body, 'type', 'data.issue') && (has(body, 'data.issue.issueIdentifier') || has(body, 'data.issue.checkrules')),
  read: (body, receipt) => {
    const type = text(at(body, 'type'));
    if (type === 'alert.test' || type === 'test') return none('test', "Dash0's test of a channel");
    if (!isRecord(at(body, 'data.issue'))) return none('malformed', 'no "data.issue": no webhook of Dash0');
    const issue = record(at(body, 'data.issue'));
    const status = statusOf(type, words);
    return one(
      {
        source: 'dash0',
        name: [at(issue, 'checkrules.0.name'), issue.summary],
        status,
        rawStatus: type,
        severity: status === 'firing' ? issue.status : undefined,
        labels: { ...attributes(issue.labels), dataset: issue.dataset },
        annotations: { ...attributes(issue.annotations), summary: issue.summary, description: issue.description },
        startsAt: issue.start,
        endsAt: status === 'resolved' ? issue.end : undefined,
        fingerprint: issue.issueIdentifier ?? issue.id,
        url: issue.url,
      },
      receipt,
    );
  },
};
