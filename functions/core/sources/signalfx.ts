import type { AlertStatus } from '../alert.ts';
import { at, firstText, has, isRecord, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  anomalous: 'firing',
  ok: 'resolved',
  stopped: 'resolved',
  'manually resolved': 'resolved',
  'auto resolved': 'resolved',
};

/** Splunk Observability, once SignalFx, by a detector's webhook. An incident that a person resolved may still look anomalous. */
export const signalfx: Source = {
  name: 'signalfx',
  summary: 'Data Management → Webhook integration: …/v1/alerts/signalfx, then a recipient of the detector',
  example: {
    severity: 'Critical',
    status: 'anomalous',
    statusExtended: 'anomalous',
    detector: 'Checkout',
    detectorId: 'AbC',
    detectorUrl: 'https://app.signalfx.com/#/detector/AbC',
    incidentId: 'DeF',
    rule: 'Latency is high',
    messageTitle: 'Critical Alert: Checkout (Latency is high)',
    messageBody: 'Rule "Latency is high" in detector "Checkout" triggered',
    eventType: 'AbC_latency',
    originatingMetric: 'latency',
    dimensions: { service: 'checkout', realm: 'eu0' },
    timestamp: '2026-03-01T10:00:00Z',
    sf_schema: 2,
  },
  detects: (body) =>
    has(body, 'incidentId') && (has(body, 'detectorUrl') || has(body, 'detectOnCondition') || has(body, 'sf_schema')),
  read: (body, receipt) => {
    if (!isRecord(body)) return none('malformed', 'a message of Splunk Observability is a JSON object');
    const said = { ...record(body.inputs), ...body };
    const state = firstText(said.statusExtended, said.status);
    const byHand = text(said.messageTitle)?.startsWith('Manually resolved') ?? false;
    return one(
      {
        source: 'signalfx',
        name: [said.rule, said.detector, said.messageTitle],
        status: byHand ? 'resolved' : statusOf(state, words),
        rawStatus: state,
        severity: said.severity,
        labels: { ...record(said.dimensions), detector: said.detector, metric: said.originatingMetric },
        annotations: { summary: said.messageTitle, description: said.messageBody, runbook_url: said.runbookUrl },
        startsAt: said.timestamp,
        fingerprint: firstText(said.incidentId, at(body, 'eventType')),
        url: firstText(said.detectorUrl),
      },
      receipt,
    );
  },
};
