import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, has, isRecord, list, strings, text } from './fields.ts';
import { alertmanagerFingerprint } from './identity.ts';
import { instant } from './instant.ts';
import { alert, each, none, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** Words of Prometheus' own alerts and of those that Alertmanager's API lists; the latter may be silenced or inhibited. */
const words: Record<string, AlertStatus> = {
  firing: 'firing',
  resolved: 'resolved',
  active: 'firing',
  suppressed: 'firing',
};

/** As Alertmanager decides on what is posted to it: an alert without a word of its own fires until its `endsAt` has passed. */
const statusIn = (item: Fields, word: string | undefined, receipt: Receipt): AlertStatus => {
  if (word !== undefined) return statusOf(word, words);
  const ended = instant(item.endsAt, receipt.receivedAt);
  return ended !== undefined && ended <= receipt.receivedAt ? 'resolved' : 'firing';
};

const readItem = (item: Fields, receipt: Receipt): Reading => {
  if (!isRecord(item.labels)) return none('malformed', 'an alert of Prometheus needs "labels"');
  const labels = strings(item.labels);
  const word = text(at(item, 'status.state')) ?? text(item.state) ?? text(item.status);
  const status = statusIn(item, word, receipt);
  return {
    alerts: [
      alert(
        {
          source: 'prometheus',
          name: [labels.alertname],
          status,
          rawStatus: word,
          severity: labels.severity,
          labels,
          annotations: strings(item.annotations),
          startsAt: item.startsAt ?? item.activeAt,
          endsAt: status === 'resolved' ? item.endsAt : undefined,
          fingerprint: alertmanagerFingerprint(text(item.fingerprint), labels),
          url: item.generatorURL,
          flags: word === 'suppressed' ? ['suppressed'] : [],
        },
        receipt,
      ),
    ],
    aside: [],
  };
};

/** The batch in a body of `POST /api/v2/alerts`, `GET /api/v2/alerts` or Prometheus' `GET /api/v1/alerts`. */
const batch = (body: unknown): unknown[] | undefined => {
  if (Array.isArray(body)) return body;
  if (Array.isArray(at(body, 'data.alerts'))) return list(at(body, 'data.alerts'));
  return Array.isArray(at(body, 'data')) ? list(at(body, 'data')) : undefined;
};

const isAlert = (item: unknown): boolean => has(item, 'labels.alertname') && !has(item, 'name');

/** Prometheus, vmalert and all that speak Alertmanager's API: Wolfe in Alertmanager's place. */
export const prometheus: Source = {
  name: 'prometheus',
  summary: "anything that posts to Alertmanager's /api/v2/alerts, by a proxy from there to …/v1/alerts/prometheus",
  example: [
    {
      labels: { alertname: 'InstanceDown', instance: 'db-1:9100', job: 'node', severity: 'critical' },
      annotations: { summary: 'db-1 is down' },
      startsAt: '2026-03-01T10:00:00.000Z',
      generatorURL: 'https://prometheus.example.com/graph?g0.expr=up',
    },
  ],
  detects: (body) => {
    const items = batch(body);
    return items !== undefined && items.length > 0 && items.some(isAlert) && !has(body, 'receiver');
  },
  read: (body, receipt) => {
    const items = batch(body);
    return items === undefined
      ? none('malformed', "neither a list of alerts nor an answer of Prometheus' alerts API")
      : each(items, (item) => readItem(item, receipt));
  },
};
