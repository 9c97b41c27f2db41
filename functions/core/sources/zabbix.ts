import type { AlertStatus } from '../alert.ts';
import { firstText, has, isRecord, record, tags } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  problem: 'firing',
  alerting: 'firing',
  '1': 'firing',
  ok: 'resolved',
  resolved: 'resolved',
  '0': 'resolved',
  acknowledged: 'acknowledged',
};

/** Zabbix, whose webhook sends what its media type says: the names on this sender's page, and those in common use. */
export const zabbix: Source = {
  name: 'zabbix',
  summary: 'a media type of the kind Webhook with the script of its page: …/v1/alerts/zabbix',
  example: {
    event_id: '10341',
    trigger_id: '18231',
    trigger: 'Disk / is over 95 % on web-1',
    status: 'PROBLEM',
    severity: 'High',
    host: 'web-1',
    tags: 'scope:capacity,env:prod',
    timestamp: '1772359200',
    link: 'https://zabbix.example.com/tr_events.php?triggerid=18231&eventid=10341',
  },
  detects: (body) =>
    (has(body, 'trigger_id') && (has(body, 'status') || has(body, 'event_value'))) ||
    has(body, 'alert_uid', 'link_to_upstream_details') ||
    has(body, 'trigger', 'hostname', 'severity', 'status'),
  read: (body, receipt) => {
    if (!isRecord(body)) return none('malformed', 'a message of Zabbix is a JSON object');
    const said = record(body);
    const state = firstText(said.status, said.trigger_status, said.event_status, said.state, said.event_value);
    return one(
      {
        source: 'zabbix',
        name: [said.trigger, said.trigger_name, said.event_name, said.name, said.title, said.subject],
        status: statusOf(state, words),
        rawStatus: state,
        severity: firstText(said.severity, said.trigger_severity, said.event_severity),
        labels: {
          ...tags(firstText(said.tags, said.event_tags)),
          host: firstText(said.host, said.hostname, said.host_name),
          ip: firstText(said.ip, said.host_ip),
          item: said.item,
        },
        annotations: { description: firstText(said.message, said.description), value: said.value },
        startsAt: [said.timestamp, said.startsAt],
        fingerprint: firstText(said.alert_uid, said.trigger_id, said.event_id),
        url: firstText(said.link, said.url, said.link_to_upstream_details),
      },
      receipt,
    );
  },
};
