import type { AlertStatus, Reading } from '../alert.ts';
import { webhook } from './alertmanager.ts';
import { at, has, list, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const words: Record<string, AlertStatus> = { alerting: 'firing', ok: 'resolved' };

/** The button "Test" of a contact point, before and since Grafana 8. */
const isTest = (body: unknown): boolean => {
  const only = at(body, 'alerts.0');
  return (
    (at(body, 'ruleName') === 'Test notification' && Number(text(at(body, 'ruleId')) ?? 0) <= 0) ||
    (list(at(body, 'alerts')).length === 1 &&
      at(only, 'labels.alertname') === 'TestAlert' &&
      at(only, 'labels.instance') === 'Grafana' &&
      at(only, 'annotations.summary') === 'Notification test')
  );
};

/** Alerts of dashboards, up to Grafana 8. The first match stands for the alert, as its metrics share one state. */
const legacy = (body: unknown, receipt: Receipt): Reading => {
  const said = record(body);
  return one(
    {
      source: 'grafana',
      name: [said.ruleName, said.title],
      status: statusOf(said.state, words),
      rawStatus: said.state,
      labels: { ...record(said.tags), ...record(at(said, 'evalMatches.0.tags')) },
      annotations: { summary: said.title, description: said.message, image: said.imageUrl },
      fingerprint: said.ruleId,
      url: said.ruleUrl,
    },
    receipt,
  );
};

/** Grafana's contact point "Webhook", and the notification channel of the same name up to version 8. */
export const grafana: Source = {
  name: 'grafana',
  summary: 'Alerting → Contact points → Webhook: URL …/v1/alerts/grafana',
  example: {
    receiver: 'wolfe',
    status: 'firing',
    orgId: 1,
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'High latency', grafana_folder: 'Shop', service: 'checkout' },
        annotations: { summary: 'p99 over 2 s' },
        startsAt: '2026-03-01T10:00:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://grafana.example.com/alerting/grafana/abc/view',
        fingerprint: '57c6d9296de2ad39',
        values: { A: 2.4 },
      },
    ],
    groupLabels: { alertname: 'High latency' },
    commonLabels: { alertname: 'High latency' },
    commonAnnotations: {},
    externalURL: 'https://grafana.example.com/',
    version: '1',
    groupKey: '{}:{alertname="High latency"}',
    truncatedAlerts: 0,
    title: '[FIRING:1] High latency',
    state: 'alerting',
    message: '',
  },
  detects: (body) => (Array.isArray(at(body, 'alerts')) && has(body, 'orgId')) || has(body, 'ruleName', 'state'),
  read: (body, receipt) => {
    if (isTest(body)) return none('test', "Grafana's test of a contact point");
    return has(body, 'ruleName') || has(body, 'ruleId') ? legacy(body, receipt) : webhook('grafana', body, receipt);
  },
};
