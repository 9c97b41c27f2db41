import { basename, dirname } from 'node:path';
import {
  type aws_cloudwatch as cloudwatch,
  Duration,
  aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Place, Statement } from '#infra/rights.ts';
import type { EnvKey, FunctionShape } from '#infra/topology.ts';
import { type AlarmBook, isUnwatched, type Unwatched, type WatchName } from './alarms.ts';
import { NarrowRole } from './role.ts';

/** What can be watched on a function itself. */
export type FunctionWatch = Extract<WatchName, 'errors' | 'throttles'>;

/** All that a function must say of itself: it does not compile without its environment, its rights and its alarms. */
export interface FunctionProps<Shape extends FunctionShape> {
  functionName: string;
  shape: Shape;
  /** Path of its one file. */
  file: string;
  env: { [Key in Shape['env'][number]]: string };
  rights: readonly Statement[];
  watch: readonly FunctionWatch[] | Unwatched;
  place: Place;
  logDays: number;
  alarms: AlarmBook;
}

/** What every traced, logging function may do besides its own rights. */
const platform = (logGroupName: string): Statement[] => [
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`arn:\${partition}:logs:\${region}:\${account}:log-group:${logGroupName}:*`],
    reason: 'The streams of its own log group, which Lambda names.',
  },
  {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resources: ['*'],
    reason: 'X-Ray knows no resources for writing.',
  },
];

/**
 * One Lambda of the house: Node 24 on arm64, traced, with JSON logs kept as long as the settings say. None reserves concurrency, for
 * that takes it from the account's other functions; the matcher is bounded by its queue instead.
 */
export class WolfeFunction<Shape extends FunctionShape> extends Construct {
  readonly lambda: lambda.Function;

  constructor(scope: Construct, id: string, props: FunctionProps<Shape>) {
    super(scope, id);
    const { shape, functionName, file } = props;
    const logGroupName = `/wolfe/${functionName}`;
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName,
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { role } = new NarrowRole(this, 'Role', {
      service: 'lambda',
      statements: [...props.rights, ...platform(logGroupName)],
      place: props.place,
    });
    this.lambda = new lambda.Function(this, 'Function', {
      functionName,
      description: shape.summary,
      code: lambda.Code.fromAsset(dirname(file)),
      handler: `${basename(file, '.mjs')}.handler`,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: Duration.seconds(shape.timeoutSeconds),
      memorySize: shape.memoryMb,
      environment: props.env as Partial<Record<EnvKey, string>> as Record<string, string>,
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
    });
    if (isUnwatched(props.watch)) return;
    for (const name of props.watch) props.alarms.add(this, name, this.metric(name), functionName);
  }

  private metric(name: FunctionWatch): cloudwatch.Metric {
    const options = { period: Duration.minutes(1), statistic: 'Sum' };
    return name === 'errors' ? this.lambda.metricErrors(options) : this.lambda.metricThrottles(options);
  }
}
