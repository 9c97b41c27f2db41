import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, record } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  open: 'firing',
  created: 'firing',
  activated: 'firing',
  acknowledged: 'acknowledged',
  closed: 'resolved',
};

/** An issue, by a workflow's default template; its lists may hold several names, of which the first is the alert's. */
const issue = (said: Fields, receipt: Receipt): Reading =>
  one(
    {
      source: 'newrelic',
      name: [at(said, 'alertConditionNames.0'), said.title],
      status: statusOf(said.state, words),
      rawStatus: said.state,
      severity: said.priority,
      labels: {
        policy: said.alertPolicyNames,
        entities: said.impactedEntities,
        workflow: said.workflowName,
      },
      annotations: { summary: said.title, conditions: said.alertConditionNames },
      startsAt: said.createdAt,
      fingerprint: said.id,
      url: said.issueUrl,
    },
    receipt,
  );

/** An incident, by a notification channel of the time before workflows. */
const incident = (said: Fields, receipt: Receipt): Reading =>
  one(
    {
      source: 'newrelic',
      name: [said.condition_name, said.policy_name],
      status: statusOf(said.current_state, words),
      rawStatus: said.current_state,
      severity: said.severity,
      labels: {
        ...record(at(said, 'targets.0.labels')),
        policy: said.policy_name,
        account: said.account_name,
        target: at(said, 'targets.0.name'),
      },
      annotations: { description: said.details, runbook_url: said.runbook_url },
      startsAt: said.timestamp,
      fingerprint: said.incident_id,
      url: said.incident_url,
    },
    receipt,
  );

/** New Relic, by a workflow's webhook or an older notification channel. */
export const newrelic: Source = {
  name: 'newrelic',
  summary: 'Alerts → Destinations → Webhook: …/v1/alerts/newrelic, then a workflow with the default payload',
  example: {
    id: '00000000-0000-4000-8000-000000000004',
    issueUrl: 'https://radar-api.service.newrelic.com/accounts/1/issues/00000000-0000-4000-8000-000000000004',
    title: "Response time over 2 s on 'Checkout'",
    priority: 'CRITICAL',
    impactedEntities: ['checkout'],
    totalIncidents: 1,
    state: 'ACTIVATED',
    trigger: 'STATE_CHANGE',
    isCorrelated: false,
    createdAt: 1772359200000,
    updatedAt: 1772359200000,
    sources: ['newrelic'],
    alertPolicyNames: ['Golden Signals'],
    alertConditionNames: ['Slow checkout'],
    workflowName: 'wolfe',
  },
  detects: (body) =>
    (has(body, 'policy_name') && (has(body, 'condition_name') || has(body, 'current_state'))) ||
    has(body, 'issueUrl', 'alertConditionNames') ||
    has(body, 'issueUrl', 'alertPolicyNames'),
  read: (body, receipt) => {
    const said = record(body);
    if (firstText(said.current_state, said.condition_name, said.incident_id) !== undefined)
      return incident(said, receipt);
    if (firstText(said.state, said.issueUrl) !== undefined) return issue(said, receipt);
    return has(body, 'deployment')
      ? none('not an alert', 'a deployment marker')
      : none('malformed', 'neither an issue nor an incident of New Relic');
  },
};
