import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, isRecord, record, text } from './fields.ts';
import { each, none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** Exit codes of checks. Above 2 the check itself could not tell. */
const codes: Record<string, AlertStatus> = { 0: 'resolved', 1: 'firing', 2: 'firing' };
const severities: Record<string, string> = { 1: 'warning', 2: 'critical' };

const severity = (code: unknown): string | undefined => severities[text(code) ?? ''];

const silenced = (...marks: unknown[]): string[] => (marks.includes(true) ? ['suppressed'] : []);

/** Sensu Go. While a check fails, the time it last went well stays the same, and so tells one period from the next. */
const go = (said: Fields, receipt: Receipt): Reading => {
  const check = record(said.check);
  const entity = text(at(said, 'entity.metadata.name'));
  const name = text(at(check, 'metadata.name'));
  const namespace = firstText(at(said, 'entity.metadata.namespace'), at(check, 'metadata.namespace'));
  const status = statusOf(check.status, codes);
  return one(
    {
      source: 'sensu',
      name: [name],
      status,
      rawStatus: check.status,
      severity: severity(check.status),
      labels: {
        ...record(at(said, 'entity.metadata.labels')),
        ...record(at(check, 'metadata.labels')),
        entity,
        namespace,
      },
      annotations: { ...record(at(check, 'metadata.annotations')), output: check.output },
      startsAt: [status === 'firing' ? check.last_ok : undefined, said.timestamp, check.issued, check.executed],
      fingerprint: `${namespace ?? 'default'}/${entity ?? ''}/${name ?? ''}`,
      flags: silenced(check.is_silenced),
    },
    receipt,
  );
};

/** Sensu Core 1 and older. A flapping check changes its state too often to have one. */
const classic = (said: Fields, receipt: Receipt): Reading => {
  const check = record(said.check);
  const action = text(said.action);
  const client = text(at(said, 'client.name'));
  const name = text(check.name);
  const byCode = statusOf(check.status, codes);
  const status = action === 'resolve' ? 'resolved' : action === 'flapping' ? 'unknown' : byCode;
  return one(
    {
      source: 'sensu',
      name: [name],
      status,
      rawStatus: `${action}:${text(check.status)}`,
      severity: severity(check.status),
      labels: { client, address: at(said, 'client.address'), environment: at(said, 'client.environment') },
      annotations: { output: check.output, command: check.command },
      startsAt: [status === 'firing' ? said.last_state_change : undefined, said.timestamp, check.issued],
      fingerprint: `${client ?? ''}/${name ?? ''}`,
      flags: silenced(said.silenced),
    },
    receipt,
  );
};

const event = (said: Fields, receipt: Receipt): Reading => {
  if (!isRecord(said.check)) return none('not an alert', 'an event of Sensu without a check, as metrics are');
  return isRecord(said.client) ? classic(said, receipt) : go(said, receipt);
};

const isEvent = (body: unknown): boolean =>
  has(body, 'check.metadata', 'entity') ||
  has(body, 'entity.metadata', 'check') ||
  has(body, 'check.name', 'client.name');

/** Sensu, by a handler that posts the event: Sensu Go and Sensu Core. */
export const sensu: Source = {
  name: 'sensu',
  summary: 'a pipe handler: curl -d @- …/v1/alerts/sensu',
  example: {
    timestamp: 1772359200,
    entity: { entity_class: 'agent', metadata: { name: 'web-1', namespace: 'default', labels: { region: 'eu' } } },
    check: {
      metadata: { name: 'check-disk', namespace: 'default' },
      output: 'CheckDisk CRITICAL: / 97 %',
      state: 'failing',
      status: 2,
      issued: 1772359200,
      last_ok: 1772359140,
      interval: 60,
    },
  },
  detects: (body) => (Array.isArray(body) ? body.length > 0 && body.every(isEvent) : isEvent(body)),
  read: (body, receipt) => {
    if (Array.isArray(body)) return each(body, (item) => event(item, receipt));
    return isRecord(body) ? event(body, receipt) : none('malformed', 'an event of Sensu is a JSON object');
  },
};
