import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, record, tags, text } from './fields.ts';
import { none, one } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** A rule has action groups of its own naming for being active, and this one for the end; none at all tells nothing. */
const statusOfGroup = (group: string | undefined): AlertStatus => {
  if (group === undefined) return 'unknown';
  return group.toLowerCase() === 'recovered' ? 'resolved' : 'firing';
};

const rule = (said: Fields, receipt: Receipt): Reading => {
  const group = firstText(at(said, 'alert.actionGroup'), at(said, 'alert.actionGroupName'));
  const identity = [at(said, 'rule.id'), at(said, 'alert.id')].flatMap((part) => text(part) ?? []);
  return one(
    {
      source: 'elastic',
      name: [at(said, 'rule.name')],
      status: statusOfGroup(group),
      rawStatus: group,
      severity: firstText(said.severity, at(said, 'context.severity')),
      labels: {
        ...tags(at(said, 'rule.tags')),
        alert: at(said, 'alert.id'),
        space: at(said, 'rule.spaceId'),
        host: at(said, 'context.host.name'),
      },
      annotations: { description: firstText(said.message, at(said, 'context.message'), at(said, 'context.reason')) },
      startsAt: [said.startsAt, said.date],
      fingerprint: identity.join('/'),
      url: firstText(at(said, 'rule.url'), at(said, 'context.alertDetailsUrl')),
    },
    receipt,
  );
};

/** Watcher tells each time that a condition was met, and not that it is met no more. */
const watch = (said: Fields, receipt: Receipt): Reading =>
  one(
    {
      source: 'elastic',
      name: [at(said, 'metadata.name'), said.watch_id],
      status: 'event',
      labels: { ...record(said.metadata), watch: said.watch_id },
      annotations: { description: said.message },
      startsAt: [at(said, 'trigger.triggered_time'), said.execution_time],
      fingerprint: said.watch_id,
    },
    receipt,
  );

/** Elastic: rules of Kibana by its webhook connector, and Watcher. */
export const elastic: Source = {
  name: 'elastic',
  summary: 'Stack Management → Connectors → Webhook: …/v1/alerts/elastic, with the body of its page',
  example: {
    rule: {
      id: '8f8e3e10-0000-4000-8000-000000000006',
      name: 'Disk over 90 %',
      spaceId: 'default',
      tags: ['env:prod'],
      url: 'https://kibana.example.com/app/r/8f8e3e10',
    },
    alert: { id: 'web-1', uuid: '00000000-0000-4000-8000-000000000006', actionGroup: 'threshold met' },
    date: '2026-03-01T10:00:00.000Z',
    message: 'web-1 is at 93 %',
  },
  detects: (body) => has(body, 'rule.id', 'rule.name', 'alert.id') || has(body, 'watch_id'),
  read: (body, receipt) => {
    if (has(body, 'rule')) return rule(record(body), receipt);
    return has(body, 'watch_id')
      ? watch(record(body), receipt)
      : none('malformed', "neither a rule's message, as its page shows it, nor one of Watcher");
  },
};
