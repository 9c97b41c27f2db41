import type { AlertStatus } from '../alert.ts';
import { at, firstText, has, isRecord, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

const words: Record<string, AlertStatus> = { open: 'firing', closed: 'resolved', acknowledged: 'acknowledged' };

/** Google Cloud Monitoring, by its webhook or Pub/Sub channel. */
export const gcp: Source = {
  name: 'gcp',
  summary: 'Monitoring → Alerting → Notification channels → Webhooks: …/v1/alerts/gcp',
  example: {
    version: '1.2',
    incident: {
      incident_id: '0.abcdef123456',
      scoping_project_id: 'shop-prod',
      url: 'https://console.cloud.google.com/monitoring/alerting/incidents/0.abcdef123456',
      started_at: 1772359200,
      ended_at: null,
      state: 'open',
      severity: 'Critical',
      summary: 'CPU of web-1 is over 90 %',
      policy_name: 'Web servers',
      condition_name: 'CPU usage',
      resource_name: 'web-1',
      resource: { type: 'gce_instance', labels: { instance_id: '42', zone: 'europe-west1-b' } },
      metric: { type: 'compute.googleapis.com/instance/cpu/utilization', labels: {} },
    },
  },
  detects: (body) =>
    ['policy_name', 'condition_name', 'resource_name', 'resource_id', 'scoping_project_id'].some((key) =>
      has(body, `incident.${key}`),
    ),
  read: (body, receipt) => {
    if (!isRecord(at(body, 'incident')))
      return none('malformed', 'no "incident" in the body: no notification of Cloud Monitoring');
    if (text(at(body, 'version')) === 'test') return none('test', "Cloud Monitoring's test of a channel");
    const said = record(at(body, 'incident'));
    const status = statusOf(said.state, words);
    const severity = text(said.severity);
    return one(
      {
        source: 'gcp',
        name: [said.policy_name, said.condition_name, said.summary],
        status,
        rawStatus: said.state,
        severity: severity === 'No severity' ? undefined : (severity ?? at(said, 'metadata.system_labels.severity')),
        labels: {
          ...record(at(said, 'metadata.user_labels')),
          ...record(at(said, 'resource.labels')),
          ...record(at(said, 'metric.labels')),
          ...record(said.policy_user_labels),
          project: said.scoping_project_id,
          condition: said.condition_name,
          resource: firstText(said.resource_name, said.resource_display_name),
        },
        annotations: { summary: said.summary, description: at(said, 'documentation.content') },
        startsAt: said.started_at,
        endsAt: said.ended_at,
        fingerprint: said.incident_id,
        url: said.url,
      },
      receipt,
    );
  },
};
