import type { AlertStatus } from '../alert.ts';
import { at, firstText, has, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  open: 'firing',
  closed: 'resolved',
  triggered: 'firing',
  resolved: 'resolved',
};

/** Axiom monitors, by a notifier of the kind custom webhook. Bodies without an action say their state in the title. */
export const axiom: Source = {
  name: 'axiom',
  summary: 'Monitors → Notifiers → Custom webhook: …/v1/alerts/axiom',
  example: {
    action: 'Open',
    event: {
      monitorID: 'CabI3w142069etTgd0',
      title: 'Errors of checkout',
      body: 'More than 100 errors',
      description: '',
      queryStartTime: '2026-03-01 09:55:00.000000 +0000 UTC',
      queryEndTime: '2026-03-01 10:00:00.000000 +0000 UTC',
      timestamp: '2026-03-01 10:00:00 +0000 UTC',
      value: 120,
      matchedEvent: {},
    },
  },
  detects: (body) => has(body, 'event.monitorID') || has(body, 'monitorID', 'queryStartTime'),
  read: (body, receipt) => {
    const said = record(at(body, 'event') ?? body);
    if (!has(said, 'monitorID')) return none('malformed', 'no "monitorID": no webhook of Axiom');
    const title = text(said.title);
    const state = firstText(at(body, 'action'), said.action, /^(Triggered|Resolved): /.exec(title ?? '')?.[1]);
    return one(
      {
        source: 'axiom',
        name: [title],
        status: statusOf(state, words),
        rawStatus: state,
        labels: { group: said.groupKeys },
        annotations: { ...record({ summary: said.body, description: said.description, value: said.value }) },
        startsAt: said.timestamp,
        fingerprint: said.monitorID,
      },
      receipt,
    );
  },
};
