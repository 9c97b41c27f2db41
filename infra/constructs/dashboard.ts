import { aws_cloudwatch as cloudwatch, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { decisionMetrics, executionMetrics, namespace, receiptToStart } from '#functions/core/metrics.ts';
import type { Place } from '#infra/rights.ts';
import { type FunctionName, functions, type Names } from '#infra/topology.ts';
import type { AlarmBook } from './alarms.ts';

const period = Duration.minutes(1);

/** One page for one region: is anything wrong, what comes in, what becomes of it, how long it takes. */
export const dashboard = (
  scope: Construct,
  { place, names, alarms }: { place: Place; names: Names; alarms: AlarmBook },
): void => {
  const { environment, region } = place;
  const ours = (metricName: string, statistic: string) =>
    new cloudwatch.Metric({
      namespace,
      metricName,
      dimensionsMap: { environment, service: 'wolfe' },
      statistic,
      period,
      label: statistic === 'Sum' ? metricName.replace(/^(Alerts|Executions)/, '') : statistic,
    });
  const lambda = (name: FunctionName, metricName: string, statistic: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: { FunctionName: names.function(name) },
      statistic,
      period,
      label: `${name} ${statistic}`,
    });
  const queue = (metricName: string, statistic: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/SQS',
      metricName,
      dimensionsMap: { QueueName: names.queue('alerts') },
      statistic,
      period,
    });
  const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = [], stacked = false) =>
    new cloudwatch.GraphWidget({ title, left, right, stacked, width: 12 });
  const all = Object.keys(functions) as FunctionName[];

  new cloudwatch.Dashboard(scope, 'Dashboard', {
    dashboardName: `wolfe-${environment}-${region}`,
    widgets: [
      [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: alarms.all(), width: 24, height: 4 })],
      [
        graph(
          'Alerts by what they came to',
          decisionMetrics.map((name) => ours(name, 'Sum')),
          [],
          true,
        ),
        graph(
          'Executions by how they ended',
          executionMetrics.map((name) => ours(name, 'Sum')),
          [],
          true,
        ),
      ],
      [
        graph(
          'Receipt of an alert to start of its execution, milliseconds',
          ['p50', 'p99'].map((statistic) => ours(receiptToStart, statistic)),
        ),
        graph(
          'Alerts queue: sent, and seconds that the oldest waits',
          [queue('NumberOfMessagesSent', 'Sum')],
          [queue('ApproximateAgeOfOldestMessage', 'Maximum')],
        ),
      ],
      [
        graph(
          'Functions: p99, milliseconds',
          all.map((name) => lambda(name, 'Duration', 'p99')),
        ),
        graph(
          'Functions: errors',
          all.map((name) => lambda(name, 'Errors', 'Sum')),
        ),
      ],
    ],
  });
};
