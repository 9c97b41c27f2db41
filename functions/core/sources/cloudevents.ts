import type { Reading } from '../alert.ts';
import { at, type Fields, has, isRecord, record, text } from './fields.ts';
import { each, none, one } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const plainValues = (data: Fields): Fields =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value !== 'object'));

/** CloudEvents makes source and id together unique; an id alone is not. */
const event = (said: Fields, receipt: Receipt): Reading =>
  has(said, 'type')
    ? one(
        {
          source: 'cloudevents',
          name: [said.type],
          status: 'event',
          severity: at(said, 'data.severity'),
          labels: { ...plainValues(record(said.data)), source: said.source, subject: said.subject },
          annotations: { description: at(said, 'data.message') },
          startsAt: said.time,
          fingerprint: text(said.id) && `${text(said.source) ?? ''}/${text(said.id)}`,
        },
        receipt,
      )
    : none('malformed', 'a CloudEvent needs a "type"');

/** Any CloudEvent as an event. One that carries another sender's alert is an envelope, and never gets here. */
export const cloudevents: Source = {
  name: 'cloudevents',
  summary: 'any producer of CloudEvents in structured mode: POST …/v1/alerts/cloudevents',
  example: {
    specversion: '1.0',
    id: 'A234-1234-1234',
    source: '/shop/orders',
    type: 'com.example.order.stuck',
    subject: '4711',
    time: '2026-03-01T10:00:00Z',
    datacontenttype: 'application/json',
    data: { order: '4711', minutes: 90 },
  },
  detects: (body) => has(Array.isArray(body) ? body[0] : body, 'specversion', 'type', 'source', 'id'),
  read: (body, receipt) => {
    if (Array.isArray(body)) return each(body, (item) => event(item, receipt));
    return isRecord(body) ? event(body, receipt) : none('malformed', 'a CloudEvent is a JSON object');
  },
};
