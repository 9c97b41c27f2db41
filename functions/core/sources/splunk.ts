import { type Fields, has, record } from './fields.ts';
import { none, one } from './normalise.ts';
import type { Source } from './source.ts';

/** The row's own fields. Those of Splunk's machinery differ with every run, and would make every repeat a new thing. */
const fieldsOf = (row: Fields): Fields =>
  Object.fromEntries(
    Object.entries(row).filter(([key, value]) => !/^(_|date_|time(start|end)pos$)/.test(key) && value !== ''),
  );

/** Splunk's alert action "Webhook": the first row of what a search found. It never says that a search finds nothing any more. */
export const splunk: Source = {
  name: 'splunk',
  summary: 'alert → Trigger actions → Webhook: …/v1/alerts/splunk',
  example: {
    sid: 'scheduler__admin__search__RMD5abc_at_1772359200_7',
    search_name: 'Too many failed logins',
    app: 'search',
    owner: 'admin',
    results_link: 'https://splunk.example.com/app/search/@go?sid=scheduler__admin__search__RMD5abc_at_1772359200_7',
    result: { host: 'web-1', sourcetype: 'linux_secure', count: '12', _time: '1772359200' },
  },
  detects: (body) => has(body, 'sid', 'result', 'results_link'),
  read: (body, receipt) => {
    if (!has(body, 'sid') && !has(body, 'search_name')) return none('malformed', 'no webhook of a Splunk alert');
    const said = record(body);
    const row = record(said.result);
    return one(
      {
        source: 'splunk',
        name: [said.search_name],
        status: 'event',
        labels: { ...fieldsOf(row), owner: said.owner, app: said.app },
        annotations: { description: row._raw, sid: said.sid },
        startsAt: row._time,
        url: said.results_link,
      },
      receipt,
    );
  },
};
