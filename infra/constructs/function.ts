import {
  type aws_cloudwatch as cloudwatch,
  Duration,
  aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Place, Right } from '#infra/rights.ts';
import type { EnvKey, FunctionShape } from '#infra/topology.ts';
import { type AlarmBook, isUnwatched, type Unwatched, type WatchName } from './alarms.ts';
import { functionRole, type Statement } from './role.ts';

/** All that a function must say of itself: it does not compile without its environment, its rights and its alarms. */
export interface FunctionProps<Shape extends FunctionShape> {
  functionName: string;
  shape: Shape;
  code: lambda.Code;
  env: { [Key in Shape['env'][number]]: string };
  rights: readonly Right[];
  more?: readonly Statement[];
  place: Place;
  logDays: number;
  alarms: AlarmBook;
  watch: readonly WatchName[] | Unwatched;
  reservedConcurrency?: number;
}

/** One Lambda of the house: Node 24 on arm64, traced, with JSON logs kept as long as the settings say. */
export class WolfeFunction<Shape extends FunctionShape> extends Construct {
  readonly lambda: lambda.Function;

  constructor(scope: Construct, id: string, props: FunctionProps<Shape>) {
    super(scope, id);
    const { shape, functionName } = props;
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/wolfe/${functionName}`,
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.lambda = new lambda.Function(this, 'Function', {
      functionName,
      description: shape.summary,
      code: props.code,
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: Duration.seconds(shape.timeoutSeconds),
      memorySize: shape.memoryMb,
      environment: props.env as Partial<Record<EnvKey, string>> as Record<string, string>,
      role: functionRole(this, 'Role', { ...props, logGroupArn: logGroup.logGroupArn.replace(/:\*$/, '') }),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      ...(props.reservedConcurrency ? { reservedConcurrentExecutions: props.reservedConcurrency } : {}),
    });
    if (isUnwatched(props.watch)) return;
    for (const name of props.watch) props.alarms.add(this, name, this.metric(name), functionName);
  }

  private metric(name: WatchName): cloudwatch.Metric {
    const period = Duration.minutes(1);
    if (name === 'errors') return this.lambda.metricErrors({ period, statistic: 'Sum' });
    if (name === 'throttles') return this.lambda.metricThrottles({ period, statistic: 'Sum' });
    throw new Error(`${name} is no metric of a function; watch it where its queue or machine is made`);
  }
}
