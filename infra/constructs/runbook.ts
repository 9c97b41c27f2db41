import {
  aws_cloudwatch as cloudwatch,
  Duration,
  aws_iam as iam,
  type aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type Place, rights } from '#infra/rights.ts';
import { type Names, runner } from '#infra/topology.ts';
import { type Bundle, type Manifest, machinePlaceholders } from '#runbooks/sdk/wire.ts';
import type { AlarmBook } from './alarms.ts';
import { Carried } from './carried.ts';
import { WolfeFunction } from './function.ts';
import type { Statement } from './role.ts';

/** A system's permissions with the place filled in. */
export const systemStatements = (manifest: Manifest, place: Place): Statement[] =>
  manifest.systems.flatMap(({ permissions }) =>
    permissions.map(({ actions, resources, reason }) => ({
      actions,
      resources: resources.map((resource) =>
        resource
          .replaceAll('${partition}', place.partition)
          .replaceAll('${region}', place.region)
          .replaceAll('${account}', place.account)
          .replaceAll('${environment}', place.environment),
      ),
      reason,
    })),
  );

/** One runbook in one region: its own Lambda and role, its state machine, and the bundle that the publisher releases. */
export class RunbookConstruct extends Construct {
  readonly runner: lambda.Function;
  readonly machine: sfn.CfnStateMachine;
  readonly release: Carried;

  constructor(
    scope: Construct,
    id: string,
    props: {
      bundle: Bundle;
      folder: string;
      place: Place;
      names: Names;
      code: lambda.Code;
      env: Record<(typeof runner.env)[number], string>;
      approvals: lambda.IFunction;
      publish: string;
      logDays: number;
      alarms: AlarmBook;
    },
  ) {
    super(scope, id);
    const { bundle, place, names, alarms } = props;
    const manifest = JSON.parse(bundle.files['manifest.json']) as Manifest;
    this.runner = new WolfeFunction(this, 'Runner', {
      functionName: names.runner(bundle.runbook),
      shape: runner,
      code: props.code,
      env: { ...props.env, RUNBOOK: bundle.runbook },
      rights: [
        ...rights.runner,
        ...manifest.systems
          .filter(({ secret }) => secret)
          .map(({ name }) => ({ actions: ['secretsmanager:GetSecretValue'], on: `secret:systems/${name}` as const })),
      ],
      more: systemStatements(manifest, place),
      place: { ...place, runbook: bundle.runbook },
      logDays: props.logDays,
      alarms,
      watch: ['throttles'],
    }).lambda;

    const logGroup = new logs.LogGroup(this, 'MachineLogs', {
      logGroupName: `/aws/vendedlogs/states/${names.machine(bundle.runbook)}`,
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'MachineRole', {
      roleName: names.machineRole(bundle.runbook),
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: {
        rights: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: [this.runner.functionArn, props.approvals.functionArn],
            }),
            // Step Functions delivers logs and traces under the machine's own role; AWS authorises both on * only.
            new iam.PolicyStatement({
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
            }),
          ],
        }),
      },
    });
    this.machine = new sfn.CfnStateMachine(this, 'Machine', {
      stateMachineName: names.machine(bundle.runbook),
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: bundle.files['machine.json'],
      definitionSubstitutions: {
        [machinePlaceholders.runner.slice(2, -1)]: this.runner.functionArn,
        [machinePlaceholders.approvals.slice(2, -1)]: props.approvals.functionArn,
      },
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
    });
    this.machine.node.addDependency(role);

    this.release = new Carried(this, 'Release', {
      kind: 'bundle',
      content: bundle,
      folder: props.folder,
      publish: props.publish,
    });
    this.release.node.addDependency(this.machine);

    const metric = (metricName: string) =>
      new cloudwatch.Metric({
        namespace: 'AWS/States',
        metricName,
        dimensionsMap: { StateMachineArn: this.machine.attrArn },
        statistic: 'Sum',
        period: Duration.minutes(1),
      });
    alarms.add(this, 'failed-executions', metric('ExecutionsFailed'), names.machine(bundle.runbook));
    alarms.add(this, 'overdue-executions', metric('ExecutionsTimedOut'), names.machine(bundle.runbook));
  }
}
