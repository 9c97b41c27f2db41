import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, list, merged, pairs, record, text } from './fields.ts';
import { parseJson } from './json.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const words: Record<string, AlertStatus> = { alarm: 'firing', ok: 'resolved', insufficient_data: 'unknown' };

/** `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME`: CloudWatch's identity of an alarm, the same in every shape. */
const arnParts = (arn: string | undefined): { region?: string; account?: string } => {
  const [, , , region, account] = arn?.split(':') ?? [];
  return { ...(region && { region: region.trim() }), ...(account && { account: account.trim() }) };
};

const identity = (arn: string | undefined, account: unknown, region: unknown, name: unknown): string | undefined =>
  arn ?? (text(name) && [account, region, name].map((part) => text(part) ?? '').join('/'));

/** Still the same state, as when a composite alarm's suppression ends: the period began with the earlier event. */
const since = (state: Fields, previous: Fields): unknown =>
  text(state.value) !== undefined && text(state.value) === text(previous.value) ? previous.timestamp : state.timestamp;

/** The dimensions of all metrics of an alarm; of two metrics that differ in one, the first is kept. */
const dimensions = (metrics: unknown, path: string): Fields =>
  merged(
    list(metrics)
      .map((metric) => at(metric, path))
      .map((found) => (Array.isArray(found) ? pairs(found) : record(found))),
  );

/** EventBridge's "CloudWatch Alarm State Change" and, with `alarmData`, an alarm's direct call of a Lambda function. */
const stateChange = (body: unknown, receipt: Receipt): Reading => {
  const detail = record(at(body, 'detail') ?? at(body, 'alarmData'));
  const state = record(detail.state);
  const arn = firstText(at(body, 'alarmArn'), at(body, 'resources.0'));
  const account = firstText(at(body, 'account'), at(body, 'accountId'));
  const region = text(at(body, 'region'));
  return one(
    {
      source: 'cloudwatch',
      name: [detail.alarmName],
      status: statusOf(state.value, words),
      rawStatus: state.value,
      labels: { ...dimensions(at(detail, 'configuration.metrics'), 'metricStat.metric.dimensions'), account, region },
      annotations: {
        description: at(detail, 'configuration.description'),
        reason: state.reason,
        alarmRule: at(detail, 'configuration.alarmRule'),
        actionsSuppressedBy: state.actionsSuppressedBy,
      },
      startsAt: [since(state, record(detail.previousState)), at(body, 'time')],
      fingerprint: identity(arn, account, region, detail.alarmName),
      flags: text(state.actionsSuppressedBy) ? ['suppressed'] : [],
    },
    receipt,
  );
};

/** The message of an alarm's SNS action. Its `Region` is a display name, so the region's code comes from the ARN. */
const notification = (body: unknown, receipt: Receipt): Reading => {
  const said = record(body);
  const arn = text(said.AlarmArn);
  const named = arnParts(arn);
  const account = firstText(said.AWSAccountId, named.account);
  return one(
    {
      source: 'cloudwatch',
      name: [said.AlarmName],
      status: statusOf(said.NewStateValue, words),
      rawStatus: said.NewStateValue,
      labels: {
        ...dimensions(at(said, 'Trigger.Metrics'), 'MetricStat.Metric.Dimensions'),
        ...pairs(at(said, 'Trigger.Dimensions')),
        Region: said.Region,
        Account: account,
        account,
        region: named.region,
      },
      annotations: { description: said.AlarmDescription, reason: said.NewStateReason, alarmRule: said.AlarmRule },
      startsAt: said.StateChangeTime,
      fingerprint: identity(arn, account, said.Region, said.AlarmName),
    },
    receipt,
  );
};

/** One item of `DescribeAlarmHistory`; only a `StateUpdate` tells of the alarm itself. */
const history = (body: unknown, receipt: Receipt): Reading => {
  const said = record(body);
  const data = typeof said.HistoryData === 'string' ? parseJson(said.HistoryData) : undefined;
  const held = data && 'value' in data ? data.value : undefined;
  if (said.HistoryItemType !== 'StateUpdate')
    return none('not an alert', "an alarm's history, but no change of its state");
  return one(
    {
      source: 'cloudwatch',
      name: [said.AlarmName],
      status: statusOf(at(held, 'newState.stateValue'), words),
      rawStatus: at(held, 'newState.stateValue'),
      labels: arnParts(text(said.AlarmArn)),
      annotations: { reason: at(held, 'newState.stateReason'), summary: said.HistorySummary },
      startsAt: said.Timestamp,
      fingerprint: identity(text(said.AlarmArn), undefined, undefined, said.AlarmName),
    },
    receipt,
  );
};

/** Amazon CloudWatch alarms: metric and composite, by EventBridge, SNS or a direct call. */
export const cloudwatch: Source = {
  name: 'cloudwatch',
  summary: 'an EventBridge rule for "CloudWatch Alarm State Change", or an SNS alarm action, to the alerts queue',
  example: {
    version: '0',
    id: '2f1c6f4e-0000-4000-8000-000000000001',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: '2026-03-01T10:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-cpu-high'],
    detail: {
      alarmName: 'web-cpu-high',
      state: { value: 'ALARM', reason: 'Threshold Crossed', timestamp: '2026-03-01T10:00:00.250+0000' },
      previousState: { value: 'OK', timestamp: '2026-03-01T09:00:00.000+0000' },
      configuration: {
        description: 'CPU of a web server over 80 %',
        metrics: [
          {
            id: 'm1',
            metricStat: {
              metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-0abc' } },
              period: 60,
              stat: 'Average',
            },
            returnData: true,
          },
        ],
      },
    },
  },
  detects: (body) =>
    has(body, 'alarmData.alarmName') ||
    has(body, 'AlarmName', 'HistoryItemType') ||
    (has(body, 'detail.alarmName', 'detail.state') && at(body, 'source') === 'aws.cloudwatch') ||
    has(body, 'AlarmName', 'NewStateValue'),
  read: (body, receipt) => {
    if (has(body, 'HistoryItemType')) return history(body, receipt);
    if (has(body, 'AlarmName')) return notification(body, receipt);
    if (has(body, 'detail.operation')) return none('not an alert', "a change of an alarm's configuration");
    if (has(body, 'detail.state') || has(body, 'alarmData')) return stateChange(body, receipt);
    return none('not an alert', 'a CloudWatch message that tells of no change of an alarm');
  },
};
