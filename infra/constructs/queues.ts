import {
  type aws_cloudwatch as cloudwatch,
  Duration,
  aws_events as events,
  aws_events_targets as eventTargets,
  aws_iam as iam,
  type Stack,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_sns_subscriptions as subscriptions,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '#infra/settings.ts';
import { type Names, type QueueName, queues } from '#infra/topology.ts';
import type { AlarmBook } from './alarms.ts';

/** The alerts queue with its dead-letter queue, and the AWS senders that write to it without ingest. */
export class AlertQueues extends Construct {
  readonly alerts: sqs.Queue;

  constructor(
    scope: Stack,
    id: string,
    { names, sources, alarms }: { names: Names; sources: EnvironmentSettings['sources']; alarms: AlarmBook },
  ) {
    super(scope, id);
    const queue = (name: QueueName, deadLetterQueue?: sqs.DeadLetterQueue) =>
      new sqs.Queue(this, name, {
        queueName: names.queue(name),
        visibilityTimeout: Duration.seconds(queues[name].visibilitySeconds),
        retentionPeriod: Duration.seconds(queues[name].retentionSeconds),
        // SQS's own keys: alerts are encrypted at rest, and no sender needs the right to a key.
        encryption: sqs.QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        ...(deadLetterQueue ? { deadLetterQueue } : {}),
      });
    const dead = queue('dead');
    const alerts = queue('alerts', { queue: dead, maxReceiveCount: queues.alerts.maxReceives });
    const period = { period: Duration.minutes(1), statistic: 'Maximum' };
    const watch = (of: sqs.Queue, name: 'dead-letters' | 'oldest-alert', metric: cloudwatch.Metric) =>
      alarms.add(of, name, metric, of.queueName);
    watch(dead, 'dead-letters', dead.metricApproximateNumberOfMessagesVisible(period));
    watch(alerts, 'oldest-alert', alerts.metricApproximateAgeOfOldestMessage(period));
    this.alerts = alerts;

    if (sources.cloudwatch)
      new events.Rule(this, 'CloudWatchAlarms', {
        description: 'Alarms of CloudWatch, to the alerts queue of Wolfe',
        eventPattern: {
          source: ['aws.cloudwatch'],
          detailType: ['CloudWatch Alarm State Change'],
          // Wolfe's own alarms tell of what keeps it from handling alerts.
          detail: { alarmName: events.Match.anythingButPrefix('wolfe-') },
        },
        targets: [new eventTargets.SqsQueue(alerts)],
      });
    for (const [index, arn] of sources.topics.entries())
      sns.Topic.fromTopicArn(this, `Topic${index}`, arn).addSubscription(new subscriptions.SqsSubscription(alerts));
    if (sources.senders.length > 0)
      alerts.addToResourcePolicy(
        new iam.PolicyStatement({
          actions: ['sqs:SendMessage'],
          principals: sources.senders.map((arn) => new iam.ArnPrincipal(arn)),
          resources: [alerts.queueArn],
        }),
      );
  }
}
