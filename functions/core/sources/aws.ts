import { at, type Fields, has, record, text } from './fields.ts';
import { none, one } from './normalise.ts';
import type { Source } from './source.ts';

/** What an event says of itself in plain values: `instance-id`, `state`, `clusterArn`; what a rule may want to match. */
const plainValues = (detail: Fields): Fields =>
  Object.fromEntries(Object.entries(detail).filter(([, value]) => typeof value !== 'object'));

/**
 * All other events of AWS and the user's own on EventBridge: Health, GuardDuty, Backup, ECS, Auto Scaling. They report something
 * that happened and never resolve, so each is an `event` of its own identity. CloudWatch alarms have their own reader.
 */
export const aws: Source = {
  name: 'aws',
  summary: 'an EventBridge rule whose target is the alerts queue',
  example: {
    version: '0',
    id: '2f1c6f4e-0000-4000-8000-000000000002',
    'detail-type': 'EC2 Instance State-change Notification',
    source: 'aws.ec2',
    account: '111122223333',
    time: '2026-03-01T10:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc'],
    detail: { 'instance-id': 'i-0abc', state: 'stopped' },
  },
  detects: (body) =>
    has(body, 'detail-type', 'detail') &&
    !(at(body, 'source') === 'aws.cloudwatch' && has(body, 'detail.alarmName')) &&
    !has(body, 'alarmData'),
  read: (body, receipt) => {
    if (!has(body, 'detail-type')) return none('malformed', 'no "detail-type": this is no event of EventBridge');
    const event = record(body);
    const detail = record(event.detail);
    const isFinding = text(event['detail-type']) === 'GuardDuty Finding';
    return one(
      {
        source: 'aws',
        name: isFinding ? [detail.title, detail.type] : [event['detail-type']],
        status: 'event',
        severity: detail.severity,
        labels: {
          ...plainValues(detail),
          ...plainValues({ source: event.source, region: event.region }),
          account: event.account ?? detail.accountId,
          resources: event.resources,
        },
        annotations: {
          description:
            detail.description ?? detail.message ?? detail.Cause ?? at(detail, 'eventDescription.0.latestDescription'),
        },
        startsAt: [event.time, at(detail, 'service.eventLastSeen'), detail.startTime],
        fingerprint: isFinding ? (detail.id ?? event.id) : event.id,
      },
      receipt,
    );
  },
};
