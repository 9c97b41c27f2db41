import { type Fields, firstText, has, isRecord, text } from './fields.ts';
import { none, one } from './normalise.ts';
import type { Source } from './source.ts';

/** What ElastAlert adds to every match, and what differs from one match of the same thing to the next. */
const machinery = /^(_|@|num_|timestamp$|message$|rule_name$|alert_subject$|alert_text$)/;

const labels = (match: Fields): Fields =>
  Object.fromEntries(Object.entries(match).filter(([key, value]) => !machinery.test(key) && typeof value !== 'object'));

/** ElastAlert's `http_post` alerter: a match of a rule, which nothing ever takes back. Without its rule, nobody can tell what it is. */
export const elastalert: Source = {
  name: 'elastalert',
  summary:
    'alert: post2, http_post2_url: …/v1/alerts/elastalert, http_post2_payload: { rule_name: … }, http_post2_all_values: true',
  example: {
    rule_name: 'Too many 500s',
    '@timestamp': '2026-03-01T10:00:00.000Z',
    service: 'checkout',
    num_hits: 60,
    num_matches: 1,
    _index: 'logs-2026.03.01',
    _id: 'abc',
    message: 'GET /cart 500',
  },
  detects: (body) => has(body, 'num_hits', 'num_matches'),
  read: (body, receipt) => {
    if (!isRecord(body)) return none('malformed', 'a match of ElastAlert is a JSON object');
    const rule = firstText(body.rule_name, body.alert_subject, body.rule);
    const name = rule ?? text(body.message);
    return one(
      {
        source: 'elastalert',
        name: [name],
        status: rule === undefined ? 'unknown' : 'event',
        severity: body.severity,
        labels: labels(body),
        annotations: { description: firstText(body.alert_text, body.message) },
        startsAt: [body['@timestamp'], body.timestamp],
      },
      receipt,
    );
  },
};
