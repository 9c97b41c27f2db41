import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, has, list, strings, text } from './fields.ts';
import { alertmanagerFingerprint } from './identity.ts';
import { instant } from './instant.ts';
import { alert, each, none, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const words: Record<string, AlertStatus> = { firing: 'firing', resolved: 'resolved' };

/** The alert's own word; without one the group's, unless the group fires while this alert has already ended. */
const statusIn = (item: Fields, group: unknown, receipt: Receipt): AlertStatus => {
  if (text(item.status) !== undefined) return statusOf(item.status, words);
  const status = statusOf(group, words);
  const ended = instant(item.endsAt, receipt.receivedAt);
  return status === 'firing' && ended !== undefined && ended <= receipt.receivedAt ? 'unknown' : status;
};

/** Reads Alertmanager's webhook body, which Grafana, Mimir, Cortex and Google's managed Prometheus send as well. */
export const webhook = (source: string, body: unknown, receipt: Receipt): Reading => {
  if (!has(body, 'alerts')) return none('malformed', `no "alerts" in the body: this is no ${source} webhook`);
  const group = at(body, 'status');
  const truncated = Number(text(at(body, 'truncatedAlerts')) ?? 0);
  const reading = each(list(at(body, 'alerts')), (item) => {
    const labels = strings(item.labels);
    const status = statusIn(item, group, receipt);
    return {
      alerts: [
        alert(
          {
            source,
            name: [labels.alertname],
            status,
            rawStatus: text(item.status) ?? text(group),
            severity: labels.severity,
            labels,
            annotations: strings(item.annotations),
            startsAt: item.startsAt,
            endsAt: status === 'resolved' ? item.endsAt : undefined,
            fingerprint: alertmanagerFingerprint(text(item.fingerprint), labels),
            url: item.generatorURL,
          },
          receipt,
        ),
      ],
      aside: [],
    };
  });
  return truncated > 0 ? { ...reading, truncated } : reading;
};

/** Prometheus Alertmanager, by its webhook receiver. */
export const alertmanager: Source = {
  name: 'alertmanager',
  summary: 'receivers: webhook_configs: url: …/v1/alerts/alertmanager, send_resolved: true',
  example: {
    version: '4',
    groupKey: '{}:{alertname="NodeDiskPressure"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'wolfe',
    groupLabels: { alertname: 'NodeDiskPressure' },
    commonLabels: { alertname: 'NodeDiskPressure', severity: 'critical' },
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example.com',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'NodeDiskPressure', cluster: 'blue', node: 'node-7', severity: 'critical' },
        annotations: { summary: 'node-7 is low on disk' },
        startsAt: '2026-03-01T10:00:00.123456789Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://prometheus.example.com/graph?g0.expr=up',
        fingerprint: '4f2a6c7b8d9e0f10',
      },
    ],
  },
  detects: (body) =>
    has(body, 'alerts') &&
    Array.isArray(at(body, 'alerts')) &&
    ['receiver', 'groupKey', 'groupLabels', 'commonLabels', 'externalURL'].some((key) => has(body, key)) &&
    !has(body, 'orgId'),
  read: (body, receipt) => webhook('alertmanager', body, receipt),
};
