import type { AlertStatus } from '../alert.ts';
import { at, firstText, has, record } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

/** States of uptime checks, and of transaction checks. */
const words: Record<string, AlertStatus> = { down: 'firing', failing: 'firing', up: 'resolved', success: 'resolved' };

/** Pingdom, by a check's webhook integration. */
export const pingdom: Source = {
  name: 'pingdom',
  summary: 'Integrations → Webhook: …/v1/alerts/pingdom, then chosen in each check',
  example: {
    check_id: 803318,
    check_name: 'Shop',
    check_type: 'HTTP',
    check_params: { hostname: 'shop.example.com', full_url: 'https://shop.example.com/', encryption: true, port: 443 },
    tags: ['prod'],
    previous_state: 'UP',
    current_state: 'DOWN',
    importance_level: 'HIGH',
    state_changed_timestamp: 1772359200,
    state_changed_utc_time: '2026-03-01T10:00:00',
    long_description: 'HTTP Server Error 503 Service Unavailable',
    description: 'HTTP Error 503',
    version: 1,
  },
  detects: (body) => has(body, 'check_id', 'current_state', 'check_name'),
  read: (body, receipt) => {
    if (!has(body, 'check_id') && !has(body, 'check_name')) return none('malformed', 'no webhook of Pingdom');
    const said = record(body);
    return one(
      {
        source: 'pingdom',
        name: [said.check_name],
        status: statusOf(said.current_state, words),
        rawStatus: said.current_state,
        severity: said.importance_level,
        labels: {
          tags: said.tags,
          host: firstText(at(said, 'check_params.hostname'), at(said, 'check_params.url')),
          type: said.check_type,
        },
        annotations: { summary: said.description, description: said.long_description },
        startsAt: [said.state_changed_timestamp, said.state_changed_utc_time],
        fingerprint: said.check_id,
        url: firstText(said.full_url, at(said, 'check_params.full_url')),
      },
      receipt,
    );
  },
};
