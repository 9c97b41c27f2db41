import type { AlertStatus } from '../alert.ts';
import { firstText, has, isRecord, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

/** `AlertState`: clear, active, acknowledged, and active but worse, better or otherwise changed. */
const words: Record<string, AlertStatus> = {
  '0': 'resolved',
  '1': 'firing',
  '2': 'acknowledged',
  '3': 'firing',
  '4': 'firing',
  '5': 'firing',
};

/** LibreNMS, by its API transport. Its times carry no zone, and are read as UTC. */
export const librenms: Source = {
  name: 'librenms',
  summary: 'Alerts → Alert Transports → API: POST …/v1/alerts/librenms, with the body of its page',
  example: {
    title: 'Alert for device switch-1 - Devices up/down',
    name: 'Devices up/down',
    hostname: 'switch-1',
    device_id: '2',
    sysName: 'switch-1',
    os: 'ios',
    location: 'Berlin',
    severity: 'critical',
    state: '1',
    alert_id: '26',
    rule_id: '13',
    id: '38',
    uid: '41',
    timestamp: '2026-03-01 10:00:00',
    msg: 'Device is down',
  },
  detects: (body) => has(body, 'alert_id', 'device_id', 'state') || has(body, 'rule_id', 'device_id', 'state'),
  read: (body, receipt) => {
    if (!isRecord(body)) return none('malformed', 'a message of LibreNMS is a JSON object');
    if (text(body.title)?.startsWith('Testing transport from')) return none('test', "LibreNMS' test of a transport");
    const identity = [body.rule_id, body.device_id].flatMap((part) => text(part) ?? []);
    return one(
      {
        source: 'librenms',
        name: [body.name, body.title],
        status: statusOf(body.state, words),
        rawStatus: body.state,
        severity: body.severity,
        labels: {
          hostname: body.hostname,
          device_id: body.device_id,
          sysName: body.sysName,
          os: body.os,
          location: body.location,
        },
        annotations: { summary: body.title, description: body.msg },
        startsAt: body.timestamp,
        fingerprint: firstText(body.alert_id, identity.join('/')),
      },
      receipt,
    );
  },
};
