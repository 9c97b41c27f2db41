import { fingerprintOf } from '../alert.ts';
import { firstText, has, isRecord, record, strings, text } from './fields.ts';
import { none, one } from './normalise.ts';
import type { Source } from './source.ts';

/** When it was seen is not what was seen. */
const withoutTimes = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !/^(evt|jevt)\.(raw)?time/.test(key)));

/** Falco, directly or by Falcosidekick: things that processes did, none of which is ever taken back. */
export const falco: Source = {
  name: 'falco',
  summary: 'http_output: url: …/v1/alerts/falco; or Falcosidekick: webhook: address: …',
  example: {
    hostname: 'node-7',
    output: '10:00:00.000000000: Error File below a known binary directory opened for writing',
    priority: 'Error',
    rule: 'Write below binary dir',
    source: 'syscall',
    tags: ['filesystem'],
    time: '2026-03-01T10:00:00.000000000Z',
    output_fields: { 'fd.name': '/bin/hack', 'proc.cmdline': 'touch /bin/hack', 'user.name': 'root' },
  },
  detects: (body) => has(body, 'rule', 'priority', 'output'),
  read: (body, receipt) => {
    if (!isRecord(body)) return none('malformed', 'an event of Falco is a JSON object');
    const fields = strings(body.output_fields);
    const rule = firstText(body.rule, body.output);
    return one(
      {
        source: 'falco',
        name: [rule],
        status: 'event',
        severity: body.priority,
        labels: { hostname: text(body.hostname), ...fields },
        annotations: { ...record({ description: body.output, tags: body.tags, origin: body.source }) },
        startsAt: body.time,
        fingerprint: fingerprintOf({ ...withoutTimes(fields), rule: rule ?? '', hostname: text(body.hostname) ?? '' }),
      },
      receipt,
    );
  },
};
