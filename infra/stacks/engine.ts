import {
  CfnOutput,
  Duration,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_events_targets as eventTargets,
  aws_lambda as lambda,
  RemovalPolicy,
  Stack,
  aws_s3 as s3,
  aws_secretsmanager as secrets,
  Validations,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlarmBook, alarmTopic } from '#infra/constructs/alarms.ts';
import { LambdaApi } from '#infra/constructs/api.ts';
import { assetsRight, Carried } from '#infra/constructs/carried.ts';
import { dashboard } from '#infra/constructs/dashboard.ts';
import { type FunctionWatch, WolfeFunction } from '#infra/constructs/function.ts';
import { DeployProvider } from '#infra/constructs/provider.ts';
import { AlertQueues } from '#infra/constructs/queues.ts';
import { RunbookConstruct } from '#infra/constructs/runbook.ts';
import { type Place, rights, type Statement, statementsOf } from '#infra/rights.ts';
import { environmentOf } from '#infra/told.ts';
import { type EnvKey, type FunctionName, functions, type Names, names, tables } from '#infra/topology.ts';
import type { StackSettings } from './all.ts';
import { tableProps } from './data.ts';
import { studioOutput } from './studio.ts';

/** Everything that handles alerts in one region; it calls no other region on their way. */
export class EngineStack extends Stack {
  private readonly props: StackSettings;
  private readonly names: Names;
  private readonly place: Place;
  private readonly alarms: AlarmBook;

  constructor(scope: Construct, id: string, props: StackSettings) {
    super(scope, id, props);
    const { environment, settings, built } = props;
    const { logDays } = settings.retention;
    this.props = props;
    this.place = { partition: this.partition, region: this.region, account: this.account, environment };
    this.names = names(environment, this.region, this.account);
    this.alarms = new AlarmBook(alarmTopic(this, this.names.topic, settings.alarmEmail));
    const { names: name, place, alarms } = this;

    this.stores();
    const topics = settings.sources.topics.filter((arn) => arn.split(':')[3] === this.region);
    const queues = new AlertQueues(this, 'Queues', { names: name, sources: { ...settings.sources, topics }, alarms });

    const ingest = this.function('ingest', ['errors', 'throttles']);
    const api = new LambdaApi(this, 'Ingest', {
      name: ingest.functionName,
      description: functions.ingest.summary,
      routes: functions.ingest.trigger.routes,
      target: ingest,
      logGroupName: name.logs('ingest-access'),
      settings,
      authorizer: { byFunction: 'Ingest itself proves each sender by token, password or signature over the raw body.' },
    });
    new CfnOutput(this, 'SendAlertsTo', { value: `${api.endpoint}/v1/alerts/` });

    const matcher = this.function('matcher', ['errors', 'throttles']);
    const { batch, windowSeconds, concurrency } = functions.matcher.trigger;
    new lambda.EventSourceMapping(this, 'Alerts', {
      target: matcher,
      eventSourceArn: queues.alerts.queueArn,
      batchSize: batch,
      maxBatchingWindow: Duration.seconds(windowSeconds),
      maxConcurrency: concurrency,
      reportBatchItemFailures: true,
    });
    this.onStatusChange(this.function('recorder', ['errors', 'throttles']));
    new events.Rule(this, 'KeeperSchedule', {
      description: functions.keeper.summary,
      schedule: events.Schedule.rate(Duration.seconds(functions.keeper.trigger.everySeconds)),
      targets: [new eventTargets.LambdaFunction(this.function('keeper', ['errors']))],
    });

    const approvals = this.function('approvals', ['errors']);
    const publisher = this.function('publisher', ['errors'], [assetsRight(this), ...this.siteRight()]);
    const publish = new DeployProvider(this, 'Provider', { publisher, place, logDays }).serviceToken;
    new CfnOutput(this, 'Publish', { value: publish });
    const rules = new Carried(this, 'Rules', publish, built.rules, { Kind: 'rules' });
    for (const bundle of built.bundles) {
      const runbook = new RunbookConstruct(this, `Runbook-${bundle.runbook}`, {
        bundle,
        place,
        names: name,
        file: built.code.runner!,
        approvals,
        publish,
        logDays,
        alarms,
      });
      // Rules are checked against the runbooks that are released.
      rules.node.addDependency(runbook.release);
    }
    dashboard(this, { place, names: name, alarms });
  }

  private stores(): void {
    const { keepData } = this.props.settings;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    new dynamodb.TableV2(this, 'ledger', {
      ...tableProps(tables.ledger),
      tableName: this.names.table('ledger'),
      deletionProtection: keepData,
      removalPolicy,
    });
    const bundles = new s3.Bucket(this, 'Bundles', {
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
    Validations.of(bundles).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Objects are named by their content and checked against their names when read; who published is audited.',
    });
    const ingest = new secrets.Secret(this, 'IngestSecret', {
      secretName: this.names.secret('ingest'),
      description:
        'Keys of the senders of alerts; under * the token that was made here, for all without one of their own',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: '*',
        excludePunctuation: true,
        passwordLength: 48,
      },
      removalPolicy,
    });
    Validations.of(ingest).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Senders hold copies that nobody can rotate for them; a source takes several keys while its own changes.',
    });
  }

  private function(
    name: FunctionName,
    watch: readonly FunctionWatch[],
    more: readonly Statement[] = [],
  ): lambda.Function {
    const { built, settings, environment } = this.props;
    const shape = functions[name];
    const studioUrl = studioOutput(environment, settings.home, 'Address');
    return new WolfeFunction(this, name, {
      functionName: this.names.function(name),
      shape,
      file: built.code[name]!,
      env: environmentOf<EnvKey>(shape.env, { ...this.place, studioUrl }),
      rights: [...statementsOf(rights[name]), ...more],
      watch,
      place: this.place,
      logDays: settings.retention.logDays,
      alarms: this.alarms,
    }).lambda;
  }

  /** In the home region a deploy brings the site's pages as well. */
  private siteRight(): Statement[] {
    if (this.region !== this.props.settings.home) return [];
    const resource = `arn:\${partition}:s3:::${names('${environment}', '${region}', '${account}').site}/*`;
    return [
      { actions: ['s3:PutObject'], resources: [resource], reason: 'The pages of the site, whatever they are called.' },
    ];
  }

  /** There is no queue for what the recorder misses: the keeper finds each execution that ended unseen, within a minute or two. */
  private onStatusChange(recorder: lambda.Function): void {
    new events.Rule(this, 'StatusChange', {
      description: 'Executions of Wolfe that ended, for the recorder',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: events.Match.prefix(
            `arn:${this.partition}:states:${this.region}:${this.account}:stateMachine:${this.names.machine('')}`,
          ),
        },
      },
      targets: [new eventTargets.LambdaFunction(recorder)],
    });
  }
}
