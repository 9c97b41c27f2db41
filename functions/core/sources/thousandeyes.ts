import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, isRecord, record, text } from './fields.ts';
import { each, none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** What an event type ends in; what comes before says which kind of thing it is about. */
const words: Record<string, AlertStatus> = { trigger: 'firing', clear: 'resolved' };

const event = (said: Fields, receipt: Receipt): Reading => {
  const type = text(said.eventType);
  if (type === 'WEBHOOK_TEST') return none('test', "ThousandEyes' test of a webhook");
  const alert = record(said.alert ?? said.agentAlert);
  if (Object.keys(alert).length === 0) return none('not an alert', `ThousandEyes' ${type ?? 'message'} holds no alert`);
  const status = statusOf(type?.split('_').at(-1), words);
  return one(
    {
      source: 'thousandeyes',
      name: [alert.ruleName, alert.testName],
      status,
      rawStatus: type,
      severity: alert.severity,
      labels: {
        type: alert.type,
        test: alert.testName,
        agent: alert.agentName,
        host: alert.hostname,
        targets: alert.testTargetsDescription,
      },
      annotations: { summary: alert.ruleExpression },
      startsAt: [alert.dateStartZoned, alert.dateStart],
      endsAt: status === 'resolved' ? firstText(alert.dateEndZoned, alert.dateEnd) : undefined,
      fingerprint: firstText(alert.alertId, said.eventId),
      url: firstText(alert.permalink, at(alert, 'agents.0.permalink')),
    },
    receipt,
  );
};

const isEvent = (body: unknown): boolean =>
  has(body, 'eventType') && (has(body, 'alert') || has(body, 'agentAlert') || at(body, 'eventType') === 'WEBHOOK_TEST');

/** ThousandEyes, by its classic webhook. */
export const thousandeyes: Source = {
  name: 'thousandeyes',
  summary: 'Alerts → Alert Rules → Notifications → Webhooks: …/v1/alerts/thousandeyes',
  example: {
    eventId: '562949955000593-1',
    eventType: 'ALERT_NOTIFICATION_TRIGGER',
    alert: {
      alertId: 562949955000593,
      ruleId: 562949953553310,
      ruleName: 'Response code is not OK',
      ruleExpression: 'Response Code is not OK (2xx)',
      severity: 'Major',
      type: 'HTTP Server',
      testName: 'shop',
      dateStart: '2026-03-01 10:00:00',
      dateStartZoned: '2026-03-01 10:00:00 UTC',
      permalink: 'https://app.thousandeyes.com/alerts/list/?__a=1&alertId=562949955000593',
    },
  },
  detects: (body) => (Array.isArray(body) ? body.length > 0 && body.every(isEvent) : isEvent(body)),
  read: (body, receipt) => {
    if (Array.isArray(body)) return each(body, (item) => event(item, receipt));
    return isRecord(body) ? event(body, receipt) : none('malformed', 'a message of ThousandEyes is a JSON object');
  },
};
