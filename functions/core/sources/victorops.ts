import type { AlertStatus } from '../alert.ts';
import { firstText, has, isRecord, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

/** `message_type` of the REST endpoint, and the phases of an incident that an outgoing webhook tells of. */
const words: Record<string, AlertStatus> = {
  critical: 'firing',
  warning: 'firing',
  unacked: 'firing',
  acknowledgement: 'acknowledged',
  acked: 'acknowledged',
  recovery: 'resolved',
  resolved: 'resolved',
  info: 'event',
};

/** Splunk On-Call, once VictorOps: its outgoing webhook, and tools that speak its REST endpoint. */
export const victorops: Source = {
  name: 'victorops',
  summary: 'Integrations → Outgoing Webhooks → Any-Incident: …/v1/alerts/victorops, with the payload of its page',
  example: {
    message_type: 'CRITICAL',
    current_phase: 'UNACKED',
    entity_id: 'disk space/db01.mycompany.com',
    entity_display_name: 'Disk space on db01',
    state_message: 'The disk is almost full',
    state_start_time: 1772359200,
    monitoring_tool: 'nagios',
    routing_key: 'databases',
  },
  detects: (body) => has(body, 'message_type', 'entity_id'),
  read: (body, receipt) => {
    if (!isRecord(body) || (!has(body, 'entity_id') && !has(body, 'message_type'))) {
      return none('malformed', 'neither "entity_id" nor "message_type": no message of Splunk On-Call');
    }
    const phase = firstText(body.current_phase, body.message_type);
    return one(
      {
        source: 'victorops',
        name: [body.entity_display_name, body.entity_id],
        status: statusOf(phase, words),
        rawStatus: phase,
        severity: body.message_type,
        labels: {
          entity: body.entity_id,
          host: firstText(body.host_name, body.hostname),
          service: body.service,
          tool: body.monitoring_tool,
          routing: body.routing_key,
        },
        annotations: { description: body.state_message },
        startsAt: [body.state_start_time, body.timestamp],
        fingerprint: text(body.entity_id),
        url: firstText(body.alert_url, body.incident_url),
      },
      receipt,
    );
  },
};
