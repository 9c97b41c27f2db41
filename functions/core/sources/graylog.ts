import type { Reading } from '../alert.ts';
import { at, type Fields, firstText, has, record } from './fields.ts';
import { none, one } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** An event of an event definition. Only with `alert` is it more than a note in Graylog itself. */
const notification = (said: Fields, receipt: Receipt): Reading => {
  if (said.event_definition_type === 'test-dummy-v1') return none('test', "Graylog's test of a notification");
  const event = record(said.event);
  return one(
    {
      source: 'graylog',
      name: [said.event_definition_title, event.message],
      status: event.alert === false ? 'event' : 'firing',
      severity: event.priority,
      labels: { ...record(event.group_by_fields), ...record(event.fields), source: event.source },
      annotations: { summary: event.message, description: said.event_definition_description },
      startsAt: [event.timestamp, event.timestamp_processing],
      fingerprint: event.id,
      url: event.replay_url,
    },
    receipt,
  );
};

/** An alarm callback of Graylog 2: the stream's condition was met. */
const callback = (said: Fields, receipt: Receipt): Reading => {
  const result = record(said.check_result);
  return one(
    {
      source: 'graylog',
      name: [at(result, 'triggered_condition.title'), at(said, 'stream.title'), result.result_description],
      status: 'event',
      labels: { stream: at(said, 'stream.title') },
      annotations: { description: result.result_description },
      startsAt: result.triggered_at,
      fingerprint: firstText(at(result, 'triggered_condition.id'), at(said, 'stream.id')),
    },
    receipt,
  );
};

/** Graylog, by an HTTP notification. */
export const graylog: Source = {
  name: 'graylog',
  summary: 'Alerts → Notifications → HTTP Notification: …/v1/alerts/graylog',
  example: {
    event_definition_id: '671a28a03696bb3801a7a9f1',
    event_definition_type: 'aggregation-v1',
    event_definition_title: 'Failed logins',
    event_definition_description: '',
    job_definition_id: '1',
    job_trigger_id: '2',
    event: {
      id: '01JAZZJAKS82TDZAE82E0WAENT',
      timestamp: '2026-03-01T10:00:00.000Z',
      message: 'Failed logins',
      source: 'graylog-1',
      priority: 2,
      alert: true,
      fields: { user: 'root' },
      group_by_fields: {},
    },
    backlog: [],
  },
  detects: (body) => has(body, 'event_definition_id', 'event') || has(body, 'check_result', 'stream'),
  read: (body, receipt) => {
    if (has(body, 'event_definition_id') || has(body, 'event_definition_title'))
      return notification(record(body), receipt);
    return has(body, 'check_result')
      ? callback(record(body), receipt)
      : none('malformed', 'no notification of Graylog');
  },
};
