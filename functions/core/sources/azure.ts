import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, isRecord, list, merged, pairs, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  fired: 'firing',
  activated: 'firing',
  resolved: 'resolved',
  deactivated: 'resolved',
};

/** The common alert schema: one form for all signals. `alertId` is new with every firing, `originAlertId` is not. */
const common = (data: Fields, receipt: Receipt): Reading => {
  const said = record(data.essentials);
  return one(
    {
      source: 'azure',
      name: [said.alertRule],
      status: statusOf(said.monitorCondition, words),
      rawStatus: said.monitorCondition,
      severity: said.severity,
      labels: {
        ...record(data.customProperties),
        targets: said.alertTargetIDs,
        service: said.monitoringService,
        signal: said.signalType,
        items: said.configurationItems,
      },
      annotations: { description: said.description },
      startsAt: said.firedDateTime,
      endsAt: said.resolvedDateTime,
      fingerprint: firstText(said.originAlertId, said.alertId),
      url: said.investigationLink,
    },
    receipt,
  );
};

/** An entry of the activity log: something that was done or happened, with nothing to resolve. */
const activity = (said: Fields, properties: Fields, data: Fields, receipt: Receipt): Reading =>
  one(
    {
      source: 'azure',
      name: [said.operationName, properties.alertName],
      status: 'event',
      rawStatus: data.status,
      severity: said.level,
      labels: {
        ...properties,
        subscription: said.subscriptionId,
        group: said.resourceGroupName,
        resource: said.resourceId,
        eventSource: said.eventSource,
        outcome: said.status,
      },
      annotations: { description: said.description, caller: said.caller },
      startsAt: [said.eventTimestamp, said.submissionTimestamp],
      fingerprint: firstText(said.eventDataId, said.correlationId),
    },
    receipt,
  );

/** Log search alerts of before the common schema; they only ever said that they fired. */
const log = (said: Fields, receipt: Receipt): Reading => {
  const identity = [said.SubscriptionId, said.AlertRuleName].flatMap((part) => text(part) ?? []);
  return one(
    {
      source: 'azure',
      name: [said.AlertRuleName],
      status: 'firing',
      severity: said.Severity,
      labels: { subscription: said.SubscriptionId },
      annotations: { description: said.Description, query: said.SearchQuery, results: said.ResultCount },
      startsAt: [said.SearchIntervalEndtimeUtc, said.SearchIntervalEndTimeUtc],
      fingerprint: identity.join('|'),
      url: said.LinkToSearchResults,
    },
    receipt,
  );
};

/** Metric alerts of before the common schema, and classic ones, whose context lies a level higher. */
const metric = (data: Fields, receipt: Receipt): Reading => {
  const said = record(data.context);
  const identity = [said.id, said.resourceId].flatMap((part) => text(part) ?? []);
  return one(
    {
      source: 'azure',
      name: [said.name],
      // Autoscale reports in the same form that it scaled, which is nothing to resolve.
      status: has(said, 'newCapacity') ? 'event' : statusOf(data.status, words),
      rawStatus: data.status,
      severity: said.severity,
      labels: {
        ...merged(list(at(said, 'condition.allOf')).map((one) => pairs(at(one, 'dimensions')))),
        ...record(data.properties),
        resource: said.resourceName,
        group: said.resourceGroupName,
        subscription: said.subscriptionId,
      },
      annotations: { description: said.description },
      startsAt: said.timestamp,
      fingerprint: identity.join('|'),
      url: said.portalLink,
    },
    receipt,
  );
};

/** Azure Monitor, by an action group's webhook. */
export const azure: Source = {
  name: 'azure',
  summary: 'Monitor → Alerts → Action groups → Webhook: …/v1/alerts/azure, "common alert schema" on',
  example: {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: '/subscriptions/000/providers/Microsoft.AlertsManagement/alerts/1',
        alertRule: 'vm-cpu-high',
        severity: 'Sev2',
        signalType: 'Metric',
        monitorCondition: 'Fired',
        monitoringService: 'Platform',
        alertTargetIDs: ['/subscriptions/000/resourcegroups/shop/providers/microsoft.compute/virtualmachines/web-1'],
        configurationItems: ['web-1'],
        originAlertId: '000_shop_microsoft.insights_metricAlerts_vm-cpu-high_1',
        firedDateTime: '2026-03-01T10:00:00.1234567Z',
        essentialsVersion: '1.0',
        alertContextVersion: '1.0',
      },
      alertContext: {},
    },
  },
  detects: (body) =>
    (has(body, 'schemaId', 'data') && /azureMonitor|Microsoft\.Insights/i.test(text(at(body, 'schemaId')) ?? '')) ||
    (has(body, 'status', 'context.resourceId') && has(body, 'context.id')),
  read: (body, receipt) => {
    const data = record(at(body, 'data') ?? body);
    if (isRecord(data.essentials)) return common(data, receipt);
    const context = record(data.context);
    if (isRecord(context.activityLog)) return activity(context.activityLog, record(data.properties), data, receipt);
    if (has(data, 'AlertRuleName')) return log(data, receipt);
    return has(data, 'context') ? metric(data, receipt) : none('malformed', 'no alert of Azure Monitor');
  },
};
