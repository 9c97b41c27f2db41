import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  aws_cloudwatch_actions as actions,
  aws_cloudwatch as cloudwatch,
  aws_iam as iam,
  aws_sns as sns,
  aws_sns_subscriptions as subscriptions,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Every alarm there is: what it says, when it rings. Each has its article in `infra/alarms`. */
export const alarms = {
  errors: { says: 'fails', threshold: 1, periods: 1 },
  throttles: { says: 'is throttled: alerts wait or steps are delayed', threshold: 1, periods: 3 },
  'dead-letters': { says: 'holds alerts that could not be handled', threshold: 1, periods: 1 },
  'oldest-alert': { says: 'has an alert that has waited for over two minutes', threshold: 120, periods: 2 },
  'failed-executions': { says: 'had executions that failed', threshold: 1, periods: 1 },
  'overdue-executions': { says: 'had executions that timed out', threshold: 1, periods: 1 },
} as const;
export type WatchName = keyof typeof alarms;

/** A visible opt-out from alarms, with its reason. */
export interface Unwatched {
  why: string;
}
export const unwatched = (why: string): Unwatched => ({ why });
export const isUnwatched = (watch: readonly WatchName[] | Unwatched): watch is Unwatched => 'why' in watch;

/** Path of an alarm's article from the top of the repository. */
export const articleOf = (name: WatchName): string => `infra/alarms/${name}.md`;

/**
 * The topic of all alarms of a region. It is not encrypted at rest: CloudWatch would need a key of ours for it, and an alarm says
 * no more than a function's or a queue's name.
 */
export const alarmTopic = (scope: Construct, topicName: string, email: string | undefined): sns.Topic => {
  const topic = new sns.Topic(scope, 'AlarmTopic', { topicName, enforceSSL: true });
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      actions: ['sns:Publish'],
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      resources: [topic.topicArn],
    }),
  );
  if (email) topic.addSubscription(new subscriptions.EmailSubscription(email));
  return topic;
};

/** Makes alarms of one form, each with its article, and sends them to one topic. */
export class AlarmBook {
  private readonly topic: sns.ITopic;
  private readonly made: cloudwatch.Alarm[] = [];

  constructor(topic: sns.ITopic) {
    this.topic = topic;
  }

  add(scope: Construct, name: WatchName, metric: cloudwatch.IMetric, subject: string): void {
    const { says, threshold, periods } = alarms[name];
    const article = articleOf(name);
    if (!existsSync(fileURLToPath(new URL(`../../${article}`, import.meta.url))))
      throw new Error(
        `The alarm ${name} has no article; write ${article}: what it means, what to look at, what to do.`,
      );
    const alarm = new cloudwatch.Alarm(scope, `Alarm-${name}`, {
      alarmName: `${subject}-${name}`,
      alarmDescription: `${subject} ${says}. What to do: ${article}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(this.topic));
    this.made.push(alarm);
  }

  /** All alarms made, for the dashboard. */
  all(): cloudwatch.IAlarm[] {
    return [...this.made];
  }
}
