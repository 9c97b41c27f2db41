import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, list, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** Actions of metric alerts, of issue alerts and of issues; to assign or archive an issue is not to resolve it. */
const words: Record<string, AlertStatus> = {
  critical: 'firing',
  warning: 'firing',
  triggered: 'firing',
  created: 'firing',
  unresolved: 'firing',
  resolved: 'resolved',
};

/** Tags as Sentry writes them: `[["browser", "Chrome"], …]`. */
const tagPairs = (value: unknown): Fields =>
  Object.fromEntries(
    list(value).flatMap((tag) => {
      const key = text(at(tag, '0'));
      return key === undefined ? [] : [[key, at(tag, '1')]];
    }),
  );

const metricAlert = (action: unknown, data: Fields, receipt: Receipt): Reading => {
  const said = record(data.metric_alert);
  const status = statusOf(action, words);
  return one(
    {
      source: 'sentry',
      name: [at(said, 'alert_rule.name'), data.description_title, said.title],
      status,
      rawStatus: action,
      severity: status === 'firing' ? action : undefined,
      labels: { projects: said.projects, environment: at(said, 'alert_rule.environment') },
      annotations: { summary: data.description_title, description: data.description_text },
      startsAt: [said.date_started, said.date_detected, said.date_created],
      endsAt: status === 'resolved' ? said.date_closed : undefined,
      fingerprint: said.id,
      url: data.web_url,
    },
    receipt,
  );
};

const issueAlert = (action: unknown, data: Fields, receipt: Receipt): Reading => {
  const event = record(data.event);
  return one(
    {
      source: 'sentry',
      name: [data.triggered_rule, event.title, event.message],
      status: statusOf(action, words),
      rawStatus: action,
      severity: event.level,
      labels: { ...tagPairs(event.tags), project: event.project_slug ?? event.project, environment: event.environment },
      annotations: { summary: event.title, culprit: event.culprit },
      startsAt: [event.datetime, event.timestamp, event.received],
      fingerprint: firstText(event.issue_id, event.event_id),
      url: event.web_url,
    },
    receipt,
  );
};

const issue = (action: unknown, said: Fields, receipt: Receipt): Reading => {
  const status = statusOf(action, words);
  if (status === 'unknown')
    return none('not an alert', `to be ${text(action)} does not change whether an issue persists`);
  return one(
    {
      source: 'sentry',
      name: [said.title, said.shortId],
      status,
      rawStatus: action,
      severity: said.level,
      labels: { project: firstText(at(said, 'project.slug'), said.project), shortId: said.shortId },
      annotations: { culprit: said.culprit },
      startsAt: said.firstSeen,
      fingerprint: said.id,
      url: firstText(said.permalink, said.web_url),
    },
    receipt,
  );
};

/** The older "WebHooks" plugin, which tells of issues when an alert rule matches, and never of their end. */
const plugin = (said: Fields, receipt: Receipt): Reading => {
  const event = record(said.event);
  return one(
    {
      source: 'sentry',
      name: [said.message, event.title, said.culprit],
      status: 'firing',
      severity: said.level,
      labels: {
        ...tagPairs(event.tags),
        project: firstText(said.project_slug, said.project),
        environment: event.environment,
      },
      annotations: { culprit: said.culprit, rules: said.triggering_rules },
      startsAt: [event.timestamp, event.datetime, event.received],
      fingerprint: said.id,
      url: said.url,
    },
    receipt,
  );
};

/** Sentry: an internal integration's webhook, or the older plugin. */
export const sentry: Source = {
  name: 'sentry',
  summary:
    'Settings → Developer Settings → Internal Integration: webhook URL …/v1/alerts/sentry, "Alert Rule Action" on',
  example: {
    action: 'critical',
    data: {
      metric_alert: {
        id: '4',
        identifier: '1',
        alert_rule: { id: '7', name: 'Too many errors', environment: 'prod', projects: ['checkout'] },
        projects: ['checkout'],
        date_started: '2026-03-01T10:00:00.000000Z',
        status: 20,
        title: 'Too many errors',
      },
      description_title: 'Critical: Too many errors',
      description_text: '1000 events in the last 10 minutes',
      web_url: 'https://sentry.io/organizations/example/alerts/1/',
    },
    installation: { uuid: '00000000-0000-4000-8000-000000000005' },
    actor: { type: 'application', id: 'sentry', name: 'Sentry' },
  },
  detects: (body) =>
    (has(body, 'action', 'data') && (has(body, 'installation') || has(body, 'data.metric_alert'))) ||
    (has(body, 'culprit', 'event') && (has(body, 'project_slug') || has(body, 'project'))),
  read: (body, receipt) => {
    const action = at(body, 'action');
    const data = record(at(body, 'data'));
    if (has(data, 'metric_alert')) return metricAlert(action, data, receipt);
    if (has(data, 'event')) return issueAlert(action, data, receipt);
    if (has(data, 'issue')) return issue(action, record(data.issue), receipt);
    if (has(body, 'culprit') || has(body, 'event')) return plugin(record(body), receipt);
    return has(body, 'data')
      ? none('not an alert', 'a message of Sentry about neither an alert nor an issue')
      : none('malformed', 'no webhook of Sentry');
  },
};
