import type { AlertStatus, Reading } from '../alert.ts';
import { type Fields, has, isRecord, record, text } from './fields.ts';
import { each, none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** States by convention. An event whose time to live has run out says only that nothing was heard. */
const words: Record<string, AlertStatus> = {
  ok: 'resolved',
  up: 'resolved',
  warning: 'firing',
  critical: 'firing',
  error: 'firing',
  down: 'firing',
};

const event = (said: Fields, receipt: Receipt): Reading => {
  if (!has(said, 'service')) return none('malformed', 'an event of Riemann needs a "service"');
  const status = statusOf(said.state, words);
  return one(
    {
      source: 'riemann',
      name: [said.service],
      status,
      rawStatus: said.state,
      severity: status === 'firing' ? said.state : undefined,
      labels: { ...record(said.attributes), host: said.host, tags: said.tags },
      annotations: { description: said.description, metric: said.metric },
      startsAt: said.time,
      fingerprint: `${text(said.host) ?? ''}/${text(said.service) ?? ''}`,
    },
    receipt,
  );
};

const isEvent = (body: unknown): boolean =>
  has(body, 'host', 'service', 'state') && (has(body, 'metric') || has(body, 'ttl'));

/** Riemann, by a stream that posts its events. */
export const riemann: Source = {
  name: 'riemann',
  summary: '(changed-state (fn [e] (client/post "…/v1/alerts/riemann" …)))',
  example: {
    host: 'web-1',
    service: 'disk /',
    state: 'critical',
    description: '97 % used',
    metric: 0.97,
    time: 1772359200,
    ttl: 60,
    tags: ['prod'],
  },
  detects: (body) => (Array.isArray(body) ? body.length > 0 && body.every(isEvent) : isEvent(body)),
  read: (body, receipt) => {
    if (Array.isArray(body)) return each(body, (item) => event(item, receipt));
    return isRecord(body) ? event(body, receipt) : none('malformed', 'an event of Riemann is a JSON object');
  },
};
