import {
  aws_cloudwatch as cloudwatch,
  Duration,
  type aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type Place, rights, type Statement, statementsOf } from '#infra/rights.ts';
import { environmentOf } from '#infra/told.ts';
import { type Names, runner } from '#infra/topology.ts';
import { type Bundle, type Manifest, machinePlaceholders } from '#runbooks/sdk/wire.ts';
import type { AlarmBook } from './alarms.ts';
import { Carried } from './carried.ts';
import { WolfeFunction } from './function.ts';
import { NarrowRole } from './role.ts';

/** Step Functions delivers a machine's logs and traces under the machine's own role. */
const watching: Statement = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
  ],
  resources: ['*'],
  reason: 'AWS authorises the delivery of logs and traces on * only.',
};

export interface RunbookProps {
  bundle: Bundle;
  place: Place;
  names: Names;
  /** Path of the runner's one file. */
  file: string;
  approvals: lambda.IFunction;
  /** The provider's service token. */
  publish: string;
  logDays: number;
  alarms: AlarmBook;
}

/** One runbook in one region: its own Lambda and role, its state machine, and the bundle that the publisher releases. */
export class RunbookConstruct extends Construct {
  readonly release: Carried;

  constructor(scope: Construct, id: string, props: RunbookProps) {
    super(scope, id);
    const { bundle, place, names, approvals, alarms } = props;
    const { runbook } = bundle;
    const { systems } = JSON.parse(bundle.files['manifest.json']) as Manifest;
    const secrets = systems
      .filter(({ secret }) => secret)
      .map(({ name }) => ({ actions: ['secretsmanager:GetSecretValue'], on: `secret:systems/${name}` as const }));
    const worker = new WolfeFunction(this, 'Runner', {
      functionName: names.runner(runbook),
      shape: runner,
      file: props.file,
      env: environmentOf(runner.env, { ...place, runbook }),
      rights: [
        ...statementsOf([...rights.runner, ...secrets], runbook),
        ...systems.flatMap(({ permissions }) => permissions),
      ],
      watch: ['throttles'],
      place,
      logDays: props.logDays,
      alarms,
    }).lambda;

    const logGroup = new logs.LogGroup(this, 'MachineLogs', {
      // Under this prefix CloudWatch needs no resource policy for each group, of which there may be ten.
      logGroupName: `/aws/vendedlogs/states/${names.machine(runbook)}`,
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { made: role } = new NarrowRole(this, 'MachineRole', {
      service: 'states',
      roleName: names.machineRole(runbook),
      statements: [
        {
          actions: ['lambda:InvokeFunction'],
          resources: [worker.functionArn, approvals.functionArn],
        },
        watching,
      ],
      place,
    });
    const machine = new sfn.CfnStateMachine(this, 'Machine', {
      stateMachineName: names.machine(runbook),
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: bundle.files['machine.json'],
      definitionSubstitutions: {
        [machinePlaceholders.runner.slice(2, -1)]: worker.functionArn,
        [machinePlaceholders.approvals.slice(2, -1)]: approvals.functionArn,
      },
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
    });
    machine.node.addDependency(role);

    this.release = new Carried(this, 'Release', props.publish, bundle, { Kind: 'bundle' });
    this.release.node.addDependency(machine);

    const metric = (metricName: string) =>
      new cloudwatch.Metric({
        namespace: 'AWS/States',
        metricName,
        dimensionsMap: { StateMachineArn: machine.attrArn },
        statistic: 'Sum',
        period: Duration.minutes(1),
      });
    alarms.add(this, 'failed-executions', metric('ExecutionsFailed'), names.machine(runbook));
    alarms.add(this, 'overdue-executions', metric('ExecutionsTimedOut'), names.machine(runbook));
  }
}
