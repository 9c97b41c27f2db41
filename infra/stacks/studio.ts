import { existsSync } from 'node:fs';
import {
  aws_apigatewayv2 as apigateway,
  aws_apigatewayv2_authorizers as authorizers,
  CfnOutput,
  aws_cloudfront as cloudfront,
  aws_cognito as cognito,
  Duration,
  aws_s3_deployment as deployment,
  Fn,
  aws_apigatewayv2_integrations as integrations,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_cloudfront_origins as origins,
  RemovalPolicy,
  Stack,
  type StackProps,
  aws_s3 as s3,
  aws_secretsmanager as secrets,
  aws_sns as sns,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Built } from '#infra/build.ts';
import { AlarmBook } from '#infra/constructs/alarms.ts';
import { WolfeFunction } from '#infra/constructs/function.ts';
import { rights } from '#infra/rights.ts';
import type { EnvironmentSettings } from '#infra/settings.ts';
import { environmentOf } from '#infra/told.ts';
import { functions, names } from '#infra/topology.ts';

type Props = StackProps & { environment: string; settings: EnvironmentSettings; built: Built };

/** Nothing may be loaded but our own files, nor may anything frame us. Cloudscape sets styles from script, hence `unsafe-inline` there. */
export const contentSecurityPolicy = (issuer = ''): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self'${issuer ? ` ${issuer}` : ''}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The window: the API with sign-in, and the site in front of it on one address, so that no cross-origin call is ever needed. */
export class StudioStack extends Stack {
  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, props);
    const { environment, settings, built } = props;
    const name = names(environment, this.region, this.account);
    const place = { partition: this.partition, region: this.region, account: this.account, environment };
    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const topic = sns.Topic.fromTopicArn(
      this,
      'AlarmTopic',
      `arn:${this.partition}:sns:${this.region}:${this.account}:wolfe-${environment}-alarms`,
    );
    new secrets.Secret(this, 'StudioSecret', {
      secretName: name.secret('studio'),
      description: 'Tokens for programs that use the API, as sha256; people sign in',
      secretStringValue: undefined,
      generateSecretString: { secretStringTemplate: JSON.stringify({ tokens: [] }), generateStringKey: 'salt' },
      removalPolicy,
    });

    const { issuer, audience } =
      settings.signIn === 'cognito' ? this.userPool(environment, removalPolicy) : settings.signIn;
    const studio = new WolfeFunction(this, 'studio', {
      functionName: name.function('studio'),
      shape: functions.studio,
      code: lambda.Code.fromAsset(built.code(functions.studio.entry)),
      env: environmentOf(functions.studio.env, place),
      rights: rights.studio,
      place,
      logDays: settings.retention.logDays,
      alarms: new AlarmBook(topic),
      watch: ['errors', 'throttles'],
    }).lambda;

    const api = new apigateway.HttpApi(this, 'Api', {
      apiName: `wolfe-${environment}-studio`,
      description: functions.studio.summary,
      createDefaultStage: false,
    });
    api.addRoutes({
      path: '/api/{path+}',
      methods: [apigateway.HttpMethod.ANY],
      integration: new integrations.HttpLambdaIntegration('Studio', studio),
      authorizer: new authorizers.HttpJwtAuthorizer('People', issuer, { jwtAudience: [audience] }),
    });
    const access = new logs.LogGroup(this, 'Access', {
      logGroupName: `/wolfe/wolfe-${environment}-studio-access`,
      retention: settings.retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new apigateway.HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destination: new apigateway.LogGroupLogDestination(access) },
    });
    const site = this.site(Fn.select(2, Fn.split('/', api.apiEndpoint)), built.site, removalPolicy);
    new CfnOutput(this, 'Address', { value: `https://${site.distributionDomainName}` });
    new CfnOutput(this, 'Issuer', { value: issuer });
    new CfnOutput(this, 'Audience', { value: audience });
  }

  private userPool(environment: string, removalPolicy: RemovalPolicy) {
    const pool = new cognito.UserPool(this, 'People', {
      userPoolName: `wolfe-${environment}`,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      removalPolicy,
    });
    for (const role of ['viewer', 'operator', 'author', 'admin'])
      new cognito.CfnUserPoolGroup(this, `Role-${role}`, { userPoolId: pool.userPoolId, groupName: `wolfe-${role}` });
    const client = pool.addClient('Studio', {
      authFlows: { userSrp: true },
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
    });
    return {
      issuer: `https://cognito-idp.${this.region}.amazonaws.com/${pool.userPoolId}`,
      audience: client.userPoolClientId,
    };
  }

  private site(apiDomain: string, files: string | undefined, removalPolicy: RemovalPolicy): cloudfront.Distribution {
    const logBucket = new s3.Bucket(this, 'SiteLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy,
    });
    const bucket = new s3.Bucket(this, 'Site', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      serverAccessLogsBucket: logBucket,
      serverAccessLogsPrefix: 'bucket/',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const headers = new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
    });
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      defaultRootObject: 'index.html',
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      enableLogging: true,
      logBucket,
      logFilePrefix: 'site/',
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: headers,
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new origins.HttpOrigin(apiDomain, { originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2] }),
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy: headers,
        },
      },
      // Deep links: a path of the app that is no file is the app.
      errorResponses: [403, 404].map((httpStatus) => ({
        httpStatus,
        responseHttpStatus: 200,
        responsePagePath: '/index.html',
      })),
    });
    if (files && existsSync(files))
      new deployment.BucketDeployment(this, 'Files', {
        sources: [deployment.Source.asset(files)],
        destinationBucket: bucket,
        distribution,
      });
    return distribution;
  }
}
