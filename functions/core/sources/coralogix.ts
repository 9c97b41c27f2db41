import type { AlertStatus } from '../alert.ts';
import { firstText, has, isRecord, list, pairs, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  trigger: 'firing',
  triggered: 'firing',
  resolve: 'resolved',
  resolved: 'resolved',
};

/** Placeholders that Coralogix had nothing for stay as they are: `$GROUP_BY_VALUE_1`. */
const filled = (value: unknown): string | undefined => {
  const said = text(value);
  return said?.startsWith('$') ? undefined : said;
};

/** Coralogix, by its generic outbound webhook. */
export const coralogix: Source = {
  name: 'coralogix',
  summary: 'Data Flow → Outbound Webhooks → Generic webhook: …/v1/alerts/coralogix',
  example: {
    uuid: '00000000-0000-4000-8000-000000000008',
    alert_id: '00000000-0000-4000-8000-000000000009',
    name: 'Errors of checkout',
    description: 'More than 100 errors in 10 minutes',
    alert_action: 'trigger',
    alert_url: 'https://example.coralogix.com/#/insights?id=1',
    fields: [
      { key: 'team', value: 'shop' },
      { key: 'application', value: 'checkout' },
      { key: 'subsystem', value: 'api' },
      { key: 'severity', value: 'ERROR' },
      { key: 'priority', value: 'P2' },
      { key: 'Group-by Value1', value: 'eu-west-1' },
      { key: 'timestampISO', value: '2026-03-01T10:00:00.000Z' },
    ],
  },
  detects: (body) => has(body, 'alert_id', 'alert_action') && Array.isArray(isRecord(body) && body.fields),
  read: (body, receipt) => {
    if (!isRecord(body) || !has(body, 'alert_action'))
      return none('malformed', 'no "alert_action": no webhook of Coralogix');
    const fields = pairs(list(body.fields), 'key');
    const groups = [fields['Group-by Value1'], fields['Group-by Value2']].flatMap((value) => filled(value) ?? []);
    const alert = text(body.alert_id);
    return one(
      {
        source: 'coralogix',
        name: [body.name],
        status: statusOf(body.alert_action, words),
        rawStatus: body.alert_action,
        severity: firstText(fields.priority, fields.opsgeniePriority, fields.severity),
        labels: {
          team: filled(fields.team),
          application: filled(fields.application),
          subsystem: filled(fields.subsystem),
          severity: filled(fields.severity),
          group: groups.length > 0 ? groups : undefined,
        },
        annotations: { description: body.description, logs: body.log_url },
        startsAt: [fields.timestampISO, fields.timestampMs],
        fingerprint: alert && [alert, ...groups].join('|'),
        url: body.alert_url,
      },
      receipt,
    );
  },
};
