import { aws_cognito as cognito, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { roles } from '#functions/studio/access.ts';
import type { EnvironmentSettings } from '#infra/settings.ts';

const domainPrefix = (environment: string, account: string): string => `wolfe-${environment}-${account}`;
const domainOf = (environment: string, { account, region }: Stack): string =>
  `https://${domainPrefix(environment, account)}.auth.${region}.amazoncognito.com`;

/** Where the browser signs out. */
export const signOutAt = (environment: string, stack: Stack): string => `${domainOf(environment, stack)}/logout`;

/** A user pool for those without an issuer of their own: roles and teams are its groups, a second factor is asked of everybody. */
export class People extends Construct {
  readonly issuer: string;
  /** Origins that the browser asks while it signs in. */
  readonly origins: string[];
  private readonly pool: cognito.UserPool;

  constructor(scope: Construct, id: string, props: { environment: string; settings: EnvironmentSettings }) {
    super(scope, id);
    const { environment, settings } = props;
    const stack = Stack.of(this);
    this.pool = new cognito.UserPool(this, 'Pool', {
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
      deletionProtection: settings.keepData,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const groupName of [...roles, ...settings.teams])
      new cognito.CfnUserPoolGroup(this, `Group-${groupName}`, { userPoolId: this.pool.userPoolId, groupName });
    this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: domainPrefix(environment, stack.account) } });
    const pools = `https://cognito-idp.${stack.region}.amazonaws.com`;
    this.origins = [pools, domainOf(environment, stack)];
    this.issuer = `${pools}/${this.pool.userPoolId}`;
  }

  /** Lets people sign in for a site at this address. @returns the client's id */
  clientFor(address: string): string {
    return this.pool.addClient('Studio', {
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
        callbackUrls: [`${address}/signed-in`],
        logoutUrls: [`${address}/`],
      },
      preventUserExistenceErrors: true,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
    }).userPoolClientId;
  }
}
