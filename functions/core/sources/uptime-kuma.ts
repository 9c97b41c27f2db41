import type { AlertStatus } from '../alert.ts';
import { at, has, isRecord, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

/** Down and up; 2 is a retry before either, and 3 is maintenance, where nobody looks. */
const words: Record<string, AlertStatus> = { '0': 'firing', '1': 'resolved' };

/** `2026-03-01 10:00:00` with its zone in a second field. */
const local = (time: unknown, zone: unknown): string | undefined =>
  text(time) && text(zone) ? `${text(time)}${text(zone)}` : undefined;

/** Uptime Kuma, by its notification "Webhook". */
export const uptimeKuma: Source = {
  name: 'uptime-kuma',
  summary: 'Settings → Notifications → Webhook: Post URL …/v1/alerts/uptime-kuma, body "Preset: application/json"',
  example: {
    heartbeat: {
      monitorID: 1,
      status: 0,
      time: '2026-03-01 10:00:00.123',
      msg: 'connect ECONNREFUSED',
      important: true,
      timezoneOffset: '+00:00',
      localDateTime: '2026-03-01 10:00:00',
    },
    monitor: { id: 1, name: 'Shop', url: 'https://shop.example.com', type: 'http', hostname: null },
    msg: '[Shop] [🔴 Down] connect ECONNREFUSED',
  },
  detects: (body) => has(body, 'heartbeat', 'monitor') && (has(body, 'msg') || has(body, 'heartbeat.status')),
  read: (body, receipt) => {
    const heartbeat = record(at(body, 'heartbeat'));
    const monitor = record(at(body, 'monitor'));
    if (!isRecord(at(body, 'heartbeat'))) {
      const said = text(at(body, 'msg'));
      if (said === undefined) return none('malformed', 'no webhook of Uptime Kuma');
      return /\bTesting$/.test(said)
        ? none('test', "Uptime Kuma's test")
        : none('not an alert', `Uptime Kuma says: ${said}`);
    }
    return one(
      {
        source: 'uptime-kuma',
        name: [monitor.name, monitor.pathName],
        status: statusOf(heartbeat.status, words),
        rawStatus: heartbeat.status,
        labels: { host: monitor.hostname, type: monitor.type },
        annotations: { summary: at(body, 'msg'), description: heartbeat.msg },
        startsAt: [heartbeat.time, local(heartbeat.localDateTime, heartbeat.timezoneOffset)],
        fingerprint: monitor.id ?? heartbeat.monitorID,
        url: monitor.url,
      },
      receipt,
    );
  },
};
