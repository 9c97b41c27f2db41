import {
  aws_apigatewayv2 as apigateway,
  aws_cloudwatch as cloudwatch,
  custom_resources,
  Duration,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_events_targets as eventTargets,
  aws_iam as iam,
  aws_apigatewayv2_integrations as integrations,
  aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  Stack,
  type StackProps,
  aws_s3 as s3,
  aws_secretsmanager as secrets,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_sns_subscriptions as subscriptions,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Built } from '#infra/build.ts';
import { AlarmBook } from '#infra/constructs/alarms.ts';
import { assetsBucket, Carried } from '#infra/constructs/carried.ts';
import { type FunctionProps, WolfeFunction } from '#infra/constructs/function.ts';
import { functionRole } from '#infra/constructs/role.ts';
import { RunbookConstruct } from '#infra/constructs/runbook.ts';
import { type Place, rights } from '#infra/rights.ts';
import type { EnvironmentSettings } from '#infra/settings.ts';
import { environmentOf, told } from '#infra/told.ts';
import {
  type EnvKey,
  type FunctionName,
  functions,
  type Names,
  names,
  queues,
  runner,
  tables,
} from '#infra/topology.ts';
import { tableProps } from './data.ts';

type Props = StackProps & { environment: string; settings: EnvironmentSettings; built: Built };

/** Everything that handles alerts in one region; it calls no other region on their way. */
export class EngineStack extends Stack {
  private readonly names: Names;
  private readonly place: Place;
  private readonly props: Props;
  private readonly alarms: AlarmBook;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, props);
    this.props = props;
    const { environment, settings, built } = props;
    this.place = { partition: this.partition, region: this.region, account: this.account, environment };
    this.names = names(environment, this.region, this.account);
    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const topic = new sns.Topic(this, 'AlarmTopic', { topicName: `wolfe-${environment}-alarms`, enforceSSL: true });
    if (settings.alarmEmail) topic.addSubscription(new subscriptions.EmailSubscription(settings.alarmEmail));
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [topic.topicArn],
      }),
    );
    this.alarms = new AlarmBook(topic);

    new dynamodb.TableV2(this, 'ledger', {
      ...tableProps(tables.ledger),
      tableName: this.names.table('ledger'),
      deletionProtection: settings.keepData,
      removalPolicy,
    });
    const { alerts, dead } = this.queues();
    new s3.Bucket(this, 'Bundles', {
      bucketName: this.names.bucket,
      versioned: true,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      removalPolicy,
      lifecycleRules: [
        { prefix: 'results/', expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(30) },
      ],
    });
    new secrets.Secret(this, 'IngestSecret', {
      secretName: this.names.secret('ingest'),
      description: 'How each sender proves itself to Wolfe; a token for each was made at the first deploy',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({}),
        generateStringKey: 'alertmanager',
        excludePunctuation: true,
        passwordLength: 48,
      },
      removalPolicy,
    });

    const ingest = this.function('ingest', ['errors', 'throttles']);
    this.ingestApi(ingest);
    const matcher = this.function(
      'matcher',
      ['errors', 'throttles'],
      [
        {
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
          resources: [alerts.queueArn],
        },
      ],
    );
    const { batch, windowSeconds, concurrency } = functions.matcher.trigger;
    new lambda.EventSourceMapping(this, 'Alerts', {
      target: matcher,
      eventSourceArn: alerts.queueArn,
      batchSize: batch,
      maxBatchingWindow: Duration.seconds(windowSeconds),
      maxConcurrency: concurrency,
      reportBatchItemFailures: true,
    });
    const recorder = this.function('recorder', ['errors', 'throttles']);
    this.onStatusChange(recorder, dead);
    const approvals = this.function('approvals', ['errors']);
    const keeper = this.function('keeper', ['errors']);
    new events.Rule(this, 'KeeperSchedule', {
      description: functions.keeper.summary,
      schedule: events.Schedule.rate(Duration.seconds(functions.keeper.trigger.everySeconds)),
      targets: [new eventTargets.LambdaFunction(keeper)],
    });
    const publisher = this.function(
      'publisher',
      ['errors'],
      [
        // A deploy's own files, which it names to the publisher.
        { actions: ['s3:GetObject'], resources: [`arn:${this.partition}:s3:::${assetsBucket(this)}/*`] },
      ],
    );
    const publish = this.provider(publisher);

    const runnerCode = lambda.Code.fromAsset(built.code(runner.entry));
    const rules = new Carried(this, 'Rules', { kind: 'rules', content: built.rules, folder: built.folder, publish });
    for (const bundle of built.bundles) {
      const runbook = new RunbookConstruct(this, `Runbook-${bundle.runbook}`, {
        bundle,
        folder: built.folder,
        place: this.place,
        names: this.names,
        code: runnerCode,
        env: environmentOf(runner.env, { ...this.place, runbook: bundle.runbook }),
        approvals,
        publish,
        logDays: settings.retention.logDays,
        alarms: this.alarms,
      });
      // Rules are checked against the runbooks that are released.
      rules.node.addDependency(runbook.release);
    }
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `wolfe-${environment}-${this.region}`,
      widgets: [
        [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: this.alarms.all(), width: 24, height: 4 })],
        [
          new cloudwatch.GraphWidget({
            title: 'Alerts received and waiting',
            left: [alerts.metricNumberOfMessagesSent({ period: Duration.minutes(1) })],
            right: [alerts.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) })],
            width: 12,
          }),
          new cloudwatch.GraphWidget({
            title: 'Matcher: time and errors',
            left: [matcher.metricDuration({ statistic: 'p99' }), matcher.metricDuration({ statistic: 'p50' })],
            right: [matcher.metricErrors()],
            width: 12,
          }),
        ],
      ],
    });
  }

  private queues() {
    const dead = new sqs.Queue(this, 'DeadQueue', {
      queueName: this.names.queue('dead'),
      visibilityTimeout: Duration.seconds(queues.dead.visibilitySeconds),
      retentionPeriod: Duration.seconds(queues.dead.retentionSeconds),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const alerts = new sqs.Queue(this, 'AlertsQueue', {
      queueName: this.names.queue('alerts'),
      visibilityTimeout: Duration.seconds(queues.alerts.visibilitySeconds),
      retentionPeriod: Duration.seconds(queues.alerts.retentionSeconds),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: dead, maxReceiveCount: queues.alerts.maxReceives },
    });
    const period = Duration.minutes(1);
    this.alarms.add(
      dead,
      'dead-letters',
      dead.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      dead.queueName,
    );
    this.alarms.add(
      alerts,
      'oldest-alert',
      alerts.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' }),
      alerts.queueName,
    );
    return { alerts, dead };
  }

  private function(
    name: FunctionName,
    watch: FunctionProps<never>['watch'],
    more: FunctionProps<never>['more'] = [],
  ): lambda.Function {
    const shape = functions[name];
    const { built, settings } = this.props;
    return new WolfeFunction(this, name, {
      functionName: this.names.function(name),
      shape,
      code: lambda.Code.fromAsset(built.code(shape.entry)),
      env: environmentOf<EnvKey>(shape.env, this.place),
      rights: rights[name],
      more,
      place: this.place,
      logDays: settings.retention.logDays,
      alarms: this.alarms,
      watch,
    }).lambda;
  }

  private ingestApi(ingest: lambda.Function) {
    const logGroup = new logs.LogGroup(this, 'IngestAccess', {
      logGroupName: `/wolfe/wolfe-${this.props.environment}-ingest-access`,
      retention: this.props.settings.retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const api = new apigateway.HttpApi(this, 'IngestApi', {
      apiName: `wolfe-${this.props.environment}-ingest`,
      description: functions.ingest.summary,
      createDefaultStage: false,
    });
    const [method, path] = functions.ingest.trigger.routes[0].split(' ') as [string, string];
    api.addRoutes({
      path,
      methods: [method as apigateway.HttpMethod],
      integration: new integrations.HttpLambdaIntegration('Ingest', ingest),
    });
    new apigateway.HttpStage(this, 'IngestStage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destination: new apigateway.LogGroupLogDestination(logGroup) },
    });
    this.exportValue(api.apiEndpoint, { name: `${this.stackName}-ingest` });
  }

  private onStatusChange(recorder: lambda.Function, dead: sqs.Queue) {
    new events.Rule(this, 'StatusChange', {
      description: 'Executions of Wolfe that ended, for the recorder',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: events.Match.prefix(told(this.place).MACHINE_PREFIX),
        },
      },
      targets: [
        new eventTargets.LambdaFunction(recorder, {
          deadLetterQueue: dead,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }

  /** What makes a deploy publish and release: CDK's provider framework around the publisher. @returns its service token */
  private provider(publisher: lambda.Function): string {
    const logGroup = new logs.LogGroup(this, 'ProviderLogs', {
      logGroupName: `/wolfe/wolfe-${this.props.environment}-provider`,
      retention: this.props.settings.retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new custom_resources.Provider(this, 'Provider', {
      onEventHandler: publisher,
      logGroup,
      frameworkOnEventRole: functionRole(this, 'ProviderRole', {
        rights: [],
        more: [{ actions: ['lambda:InvokeFunction', 'lambda:GetFunction'], resources: [publisher.functionArn] }],
        place: this.place,
        logGroupArn: logGroup.logGroupArn.replace(/:\*$/, ''),
      }),
    }).serviceToken;
  }
}
