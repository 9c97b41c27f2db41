import type { AlertStatus } from '../alert.ts';
import { firstText, has, isRecord, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

/** Kinds of notification. Downtimes and flapping are notices about the monitoring, and tell no state. */
const words: Record<string, AlertStatus> = { problem: 'firing', recovery: 'resolved', acknowledgement: 'acknowledged' };

/** Checkmk, by the notification script of its page. */
export const checkmk: Source = {
  name: 'checkmk',
  summary: 'Setup → Notifications: the script of its page, with …/v1/alerts/checkmk as its parameter',
  example: {
    id: '18',
    summary: 'Filesystem /',
    host: 'web-1',
    service: 'Filesystem /',
    address: '10.0.0.5',
    event: 'OK -> CRITICAL',
    output: 'Used: 97 %',
    status: 'CRITICAL',
    severity: 'CRITICAL',
    site: 'prod',
    what: 'SERVICE',
    notification_type: 'PROBLEM',
    date: '2026-03-01',
    short_date_time: '2026-03-01 10:00:00',
    timestamp: '1772359200',
  },
  detects: (body) => has(body, 'notification_type', 'host', 'what'),
  read: (body, receipt) => {
    if (!isRecord(body)) return none('malformed', 'a notification of Checkmk is a JSON object');
    if (!has(body, 'host')) return none('malformed', 'a notification of Checkmk needs a "host"');
    const service = firstText(body.service, body.service_description);
    const identity = [body.host, body.what, service].flatMap((part) => text(part) ?? []);
    return one(
      {
        source: 'checkmk',
        name: [body.summary, service, body.host],
        status: statusOf(body.notification_type, words),
        rawStatus: body.notification_type,
        severity: firstText(body.severity, body.status),
        labels: { host: body.host, service, site: body.site, what: body.what, address: body.address },
        annotations: { event: body.event, description: firstText(body.long_output, body.output) },
        startsAt: [body.timestamp, body.short_date_time],
        fingerprint: identity.join('/'),
        url: body.url,
      },
      receipt,
    );
  },
};
