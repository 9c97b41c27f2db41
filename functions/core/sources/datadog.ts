import type { AlertStatus } from '../alert.ts';
import { type Fields, firstText, has, record, tags, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

/** `$ALERT_TRANSITION`. No data is a state of its own, and a renotification does not say of which state. */
const words: Record<string, AlertStatus> = {
  triggered: 'firing',
  're-triggered': 'firing',
  warn: 'firing',
  're-warn': 'firing',
  recovered: 'resolved',
};

/** `[P1] [Triggered on {host:web-1}] Disk is full`: the monitor's name is what follows the state. */
const stateInTitle =
  /^(\[(P[1-5]|TEST|(Re-)?(Triggered|Warn|No Data)|Recovered|Monitor|Renotify)\b[^\]]{0,500}\]\s*){1,4}/i;

/** Tags that have a value; bare ones such as `monitor` say nothing here, and `*` is no scope. */
const valued = (written: unknown): Fields =>
  Object.fromEntries(Object.entries(tags(written)).filter(([key, value]) => value !== 'true' && key !== '*'));

/** Datadog monitors, by its webhooks integration. */
export const datadog: Source = {
  name: 'datadog',
  summary: 'Integrations → Webhooks: …/v1/alerts/datadog, with the payload of its page; @webhook-wolfe in the monitor',
  example: {
    id: '7879700000000000001',
    monitor_id: '160000001',
    title: '[Triggered on {host:web-1}] Disk is full',
    alert_transition: 'Triggered',
    alert_type: 'error',
    priority: 'P2',
    scopes: 'host:web-1',
    tags: 'env:prod,host:web-1,monitor',
    date: '1772359200000',
    url: 'https://app.datadoghq.com/event/event?id=7879700000000000001',
    body: 'Disk of web-1 is over 95 %.',
  },
  detects: (body) => has(body, 'alert_transition') && (has(body, 'title') || has(body, 'monitor_id')),
  read: (body, receipt) => {
    if (!has(body, 'title') && !has(body, 'monitor_id')) {
      return none('malformed', 'neither "title" nor "monitor_id": set the payload of the webhook as its page shows');
    }
    const said = record(body);
    const title = text(said.title) ?? '';
    if (/^(\[P[1-5]\]\s*)?\[TEST\]/i.test(title)) return none('test', "Datadog's test of a monitor's notifications");
    const scopes = firstText(said.scopes, said.scope, said.alert_scope) ?? '';
    const monitor = firstText(said.monitor_id, said.alert_id);
    return one(
      {
        source: 'datadog',
        name: [said.monitor_name, title.replace(stateInTitle, ''), title, monitor],
        status: statusOf(said.alert_transition, words),
        rawStatus: said.alert_transition,
        severity: firstText(said.severity, said.priority, said.alert_priority),
        labels: { ...valued(said.tags), ...valued(scopes) },
        annotations: { description: said.body, query: said.alert_query, event: said.id },
        startsAt: [said.date, said.last_updated],
        fingerprint: monitor === undefined ? firstText(said.aggreg_key) : `${monitor}|${scopes}`,
        url: firstText(said.url, said.link),
      },
      receipt,
    );
  },
};
