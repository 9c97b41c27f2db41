import {
  aws_cloudfront as cloudfront,
  Duration,
  aws_cloudfront_origins as origins,
  type RemovalPolicy,
  aws_s3 as s3,
  Validations,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** Nothing may be loaded but our own files, nor may anything frame us. Cloudscape sets styles from script, hence `unsafe-inline` there. */
export const contentSecurityPolicy = (signInAt: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src ${["'self'", ...signInAt].join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Deep links: what is none of the site's files is the app, whatever its name looks like. In CloudFront's JavaScript; its own error
 * pages would hide the API's answers.
 */
export const pageOf = `function handler(event) {
  var request = event.request;
  if (!/^\\/(assets\\/.*|config\\.json|icon\\.svg)$/.test(request.uri)) request.uri = '/index.html';
  return request;
}`;

export interface SiteProps {
  bucketName: string;
  /** Host of the API, which the site has at `/api`. */
  apiHost: string;
  /** Origins at which the browser signs people in. */
  signInAt: readonly string[];
  removalPolicy: RemovalPolicy;
}

/** The site in front of its API on one address, so that no cross-origin call is ever needed. */
export class Site extends Construct {
  readonly address: string;

  constructor(scope: Construct, id: string, { bucketName, apiHost, signInAt, removalPolicy }: SiteProps) {
    super(scope, id);
    const closed = {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy,
    };
    const logBucket = new s3.Bucket(this, 'Logs', {
      ...closed,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    const bucket = new s3.Bucket(this, 'Bucket', {
      ...closed,
      bucketName,
      serverAccessLogsBucket: logBucket,
      serverAccessLogsPrefix: 'bucket/',
    });
    const responseHeadersPolicy = new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(signInAt), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
    });
    const pages = new cloudfront.Function(this, 'Pages', {
      code: cloudfront.FunctionCode.fromInline(pageOf),
      runtime: cloudfront.FunctionRuntime.JS_2_0,
    });
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      defaultRootObject: 'index.html',
      enableLogging: true,
      logBucket,
      logFilePrefix: 'site/',
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy,
        functionAssociations: [{ function: pages, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new origins.HttpOrigin(apiHost, { originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2] }),
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy,
        },
      },
    });
    this.address = `https://${distribution.distributionDomainName}`;
    const accepted = {
      'AwsSolutions-CFR1': 'People on call travel; signing in is what protects the site, not where they are.',
      'AwsSolutions-CFR2':
        'The site is static and the API is throttled by API Gateway; a web ACL would cost more than all the rest.',
      'AwsSolutions-CFR4': 'CloudFront’s own domain name comes with CloudFront’s own certificate and policy.',
    };
    for (const [rule, reason] of Object.entries(accepted))
      Validations.of(distribution).acknowledge({ id: rule, reason });
  }
}
