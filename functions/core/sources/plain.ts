import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, has, isRecord, record, text } from './fields.ts';
import { each, none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  firing: 'firing',
  resolved: 'resolved',
  acknowledged: 'acknowledged',
  event: 'event',
  merged: 'merged',
  unknown: 'unknown',
};

const item = (body: Fields, receipt: Receipt): Reading => {
  if (text(body.name) === undefined) return none('malformed', 'a plain alert needs a "name"');
  return one(
    {
      source: 'plain',
      name: [body.name],
      status: statusOf(body.status, words),
      rawStatus: body.status,
      severity: body.severity ?? at(body, 'labels.severity'),
      labels: record(body.labels),
      annotations: record(body.annotations),
      startsAt: body.startsAt,
      endsAt: body.endsAt,
      fingerprint: body.fingerprint,
      url: body.url,
    },
    receipt,
  );
};

/** Wolfe's own form, for scripts and for senders that let one write the body; one alert or a list. */
export const plain: Source = {
  name: 'plain',
  summary: 'POST …/v1/alerts/plain with {"name": "…", "status": "firing", "labels": {…}, "startsAt": "…"}',
  example: {
    name: 'NodeDiskPressure',
    status: 'firing',
    severity: 'critical',
    labels: { cluster: 'blue', node: 'node-7' },
    annotations: { summary: 'node-7 is low on disk' },
    startsAt: '2026-03-01T10:00:00.000Z',
  },
  detects: (body) =>
    has(body, 'name', 'status', 'labels') &&
    typeof at(body, 'name') === 'string' &&
    isRecord(at(body, 'labels')) &&
    Object.hasOwn(words, text(at(body, 'status')) ?? ''),
  read: (body, receipt) => {
    if (Array.isArray(body)) return each(body, (one) => item(one, receipt));
    return isRecord(body) ? item(body, receipt) : none('malformed', 'a plain alert is a JSON object');
  },
};
