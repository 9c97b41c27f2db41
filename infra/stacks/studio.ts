import {
  aws_apigatewayv2_authorizers as authorizers,
  CfnOutput,
  Fn,
  Lazy,
  RemovalPolicy,
  SecretValue,
  Stack,
  aws_secretsmanager as secrets,
  aws_sns as sns,
  Validations,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlarmBook } from '#infra/constructs/alarms.ts';
import { LambdaApi } from '#infra/constructs/api.ts';
import { WolfeFunction } from '#infra/constructs/function.ts';
import { People } from '#infra/constructs/people.ts';
import { Site } from '#infra/constructs/site.ts';
import { rights, type Statement, statementsOf } from '#infra/rights.ts';
import type { EnvironmentSettings } from '#infra/settings.ts';
import { environmentOf } from '#infra/told.ts';
import { functions, names } from '#infra/topology.ts';
import type { StackSettings } from './all.ts';

/** Where Studio is and how people sign in there, as other stacks are told it, in whatever region. */
export const studioOutput = (environment: string, home: string, output: 'Address' | 'Issuer' | 'ClientId'): string =>
  Fn.getStackOutput(`wolfe-${environment}-studio`, output, home);

/** A person may cancel an execution in whatever region it runs. */
const elsewhere = ({ home, regions }: EnvironmentSettings): Statement[] =>
  regions
    .filter((region) => region !== home)
    .map((region) => ({
      actions: ['states:StopExecution'],
      resources: [
        `arn:\${partition}:states:${region}:\${account}:execution:${names('${environment}', '', '').machine('*')}`,
      ],
      reason: 'All executions of the environment in another of its regions: each alert has a name of its own.',
    }));

/** The window: the API with sign-in, and the site in front of it. */
export class StudioStack extends Stack {
  constructor(scope: Construct, id: string, props: StackSettings) {
    super(scope, id, props);
    const { environment, settings, built } = props;
    const name = names(environment, this.region, this.account);
    const place = { partition: this.partition, region: this.region, account: this.account, environment };
    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    // The home region's engine makes it; CloudWatch takes its ARN before it is there.
    const topic = sns.Topic.fromTopicArn(
      this,
      'AlarmTopic',
      `arn:${this.partition}:sns:${this.region}:${this.account}:${name.topic}`,
    );
    const studio = new WolfeFunction(this, 'studio', {
      functionName: name.function('studio'),
      shape: functions.studio,
      file: built.code.studio!,
      env: environmentOf(functions.studio.env, place),
      rights: [...statementsOf(rights.studio), ...elsewhere(settings)],
      watch: ['errors', 'throttles'],
      place,
      logDays: settings.retention.logDays,
      alarms: new AlarmBook(topic),
    }).lambda;

    const people = settings.signIn === 'cognito' ? new People(this, 'People', { environment, settings }) : undefined;
    const own = settings.signIn === 'cognito' ? undefined : settings.signIn;
    const issuer = people?.issuer ?? own!.issuer;
    // The client is told the site's address, the site that of the API, and the API which client it lets in.
    const clientId: string = Lazy.string({ produce: () => client });
    const common = {
      description: functions.studio.summary,
      routes: functions.studio.trigger.routes,
      target: studio,
      settings,
    };
    const api = new LambdaApi(this, 'Api', {
      ...common,
      name: studio.functionName,
      logGroupName: name.logs('studio-access'),
      authorizer: new authorizers.HttpJwtAuthorizer('People', issuer, { jwtAudience: [clientId] }),
    });
    const programs = new LambdaApi(this, 'ProgramsApi', {
      ...common,
      name: `${studio.functionName}-programs`,
      logGroupName: name.logs('programs-access'),
      authorizer: { byFunction: 'Programs have tokens of Wolfe’s own, which the function looks up by their hashes.' },
    });
    const site = new Site(this, 'Site', {
      bucketName: name.site,
      apiHost: Fn.select(2, Fn.split('/', api.endpoint)),
      signInAt: people?.origins ?? [new URL(issuer).origin],
      removalPolicy,
    });
    const client = people?.clientFor(site.address) ?? own!.audience;

    const tokens = new secrets.Secret(this, 'Tokens', {
      secretName: name.secret('studio'),
      description: 'Tokens of programs that use the API, as sha256; people sign in',
      // Nothing secret in it: the first token is yours to add.
      secretStringValue: SecretValue.unsafePlainText(JSON.stringify({ tokens: [] })),
      removalPolicy,
    });
    Validations.of(tokens).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'It holds hashes of tokens that programs keep; nobody can rotate those for them.',
    });
    const outputs = { Address: site.address, Issuer: issuer, ClientId: client, Programs: programs.endpoint };
    for (const [output, value] of Object.entries(outputs)) new CfnOutput(this, output, { value });
  }
}
