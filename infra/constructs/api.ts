import {
  aws_apigatewayv2 as apigateway,
  aws_apigatewayv2_integrations as integrations,
  type aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  Validations,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '#infra/settings.ts';

export interface LambdaApiProps {
  name: string;
  description: string;
  /** Each as `METHOD /path`. */
  routes: readonly string[];
  target: lambda.IFunction;
  logGroupName: string;
  settings: EnvironmentSettings;
  /** Who lets callers in: an authorizer here, or the function, which then says how. */
  authorizer: apigateway.IHttpRouteAuthorizer | { byFunction: string };
}

/** An HTTP API in front of one Lambda, with an access log. */
export class LambdaApi extends Construct {
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: LambdaApiProps) {
    super(scope, id);
    const { name, description, target, authorizer } = props;
    const api = new apigateway.HttpApi(this, 'Api', { apiName: name, description, createDefaultStage: false });
    const integration = new integrations.HttpLambdaIntegration('Lambda', target);
    for (const route of props.routes) {
      const [method, path] = route.split(' ') as [apigateway.HttpMethod, string];
      const open = 'byFunction' in authorizer;
      const made = api.addRoutes({ path, methods: [method], integration, ...(open ? {} : { authorizer }) });
      if (open)
        for (const one of made)
          Validations.of(one).acknowledge({ id: 'AwsSolutions-APIG4', reason: authorizer.byFunction });
    }
    const logGroup = new logs.LogGroup(this, 'AccessLog', {
      logGroupName: props.logGroupName,
      retention: props.settings.retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new apigateway.HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destination: new apigateway.LogGroupLogDestination(logGroup) },
    });
    this.endpoint = api.apiEndpoint;
  }
}
