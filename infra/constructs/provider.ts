import { custom_resources, type aws_lambda as lambda, aws_logs as logs, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Place } from '#infra/rights.ts';
import { names } from '#infra/topology.ts';
import { NarrowRole } from './role.ts';

/** What makes a deploy publish and release: CDK's provider framework around the publisher. */
export class DeployProvider extends Construct {
  readonly serviceToken: string;

  constructor(scope: Construct, id: string, props: { publisher: lambda.IFunction; place: Place; logDays: number }) {
    super(scope, id);
    const { publisher, place, logDays } = props;
    const { environment, region, account } = place;
    const name = names(environment, region, account);
    const logGroupName = name.logs('provider');
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { role } = new NarrowRole(this, 'Role', {
      service: 'lambda',
      statements: [
        {
          actions: ['lambda:InvokeFunction', 'lambda:GetFunction'],
          resources: [`arn:\${partition}:lambda:\${region}:\${account}:function:${name.function('publisher')}`],
        },
        {
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [`arn:\${partition}:logs:\${region}:\${account}:log-group:${logGroupName}:*`],
          reason: 'The streams of its own log group, which Lambda names.',
        },
      ],
      place,
    });
    const provider = new custom_resources.Provider(this, 'Provider', {
      onEventHandler: publisher,
      logGroup,
      frameworkOnEventRole: role,
    });
    Validations.of(provider).acknowledge({
      id: 'AwsSolutions-L1',
      reason: 'The runtime of CDK’s own framework comes with the version of CDK.',
    });
    this.serviceToken = provider.serviceToken;
  }
}
