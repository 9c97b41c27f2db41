import type { AlertStatus } from '../alert.ts';
import { at, has, isRecord, record, text } from './fields.ts';
import { instant } from './instant.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const words: Record<string, AlertStatus> = { ok: 'resolved', info: 'firing', warning: 'firing', critical: 'firing' };

/** `time` is that of the newest point and `duration`, in nanoseconds, how long it has not been well by then. */
const began = (time: unknown, duration: unknown, receipt: Receipt): string | undefined => {
  const latest = instant(time, receipt.receivedAt);
  const nanoseconds = Number(text(duration) ?? 0);
  const start = latest === undefined ? Number.NaN : Date.parse(latest) - nanoseconds / 1e6;
  return start > 0 && nanoseconds >= 0 ? new Date(start).toISOString() : latest;
};

/** Kapacitor, by its `post` handler. */
export const kapacitor: Source = {
  name: 'kapacitor',
  summary: "|alert().post('…/v1/alerts/kapacitor')",
  example: {
    id: 'cpu/host=web-1',
    message: 'cpu/host=web-1 is CRITICAL',
    details: '',
    time: '2026-03-01T10:05:00Z',
    duration: 300000000000,
    level: 'CRITICAL',
    previousLevel: 'WARNING',
    recoverable: true,
    data: { series: [{ name: 'cpu', tags: { host: 'web-1' }, columns: ['time', 'usage'], values: [] }] },
  },
  detects: (body) => has(body, 'id', 'level', 'message', 'duration', 'time'),
  read: (body, receipt) => {
    if (!isRecord(body)) return none('malformed', 'a message of Kapacitor is a JSON object');
    return one(
      {
        source: 'kapacitor',
        name: [body.id, body.message],
        status: statusOf(body.level, words),
        rawStatus: body.level,
        severity: body.level,
        labels: { ...record(at(body, 'data.series.0.tags')), series: at(body, 'data.series.0.name') },
        annotations: { summary: body.message, description: body.details },
        startsAt: began(body.time, body.duration, receipt),
        fingerprint: body.id,
      },
      receipt,
    );
  },
};
