import { aws_iam, type aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { arnsOf, type Place, type Right } from '#infra/rights.ts';

/** A statement that is not made of a `Right`: of a runbook's system, or of the platform the function stands on. */
export interface Statement {
  actions: readonly string[];
  resources: readonly string[];
  reason?: string;
}

/** What every traced, logging function may do besides its own rights. */
const platform = (logGroupArn: string): Statement[] => [
  { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroupArn}:*`] },
  {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resources: ['*'],
    reason: 'X-Ray knows no resources for writing',
  },
];

/**
 * A role with just the declared rights, inline, so that nothing in the app can widen it later.
 * @returns the role as an immutable one: grants that constructs try to add are dropped, and a test on the templates would show them missing.
 */
export const functionRole = (
  scope: Construct,
  id: string,
  {
    rights,
    more = [],
    place,
    logGroupArn,
  }: { rights: readonly Right[]; more?: readonly Statement[]; place: Place; logGroupArn: string },
): iam.IRole => {
  const statements: Statement[] = [
    ...rights.map(({ actions, on, reason }) => ({ actions, resources: arnsOf(on, place), reason })),
    ...more,
    ...platform(logGroupArn),
  ];
  return new aws_iam.Role(scope, id, {
    assumedBy: new aws_iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      rights: new aws_iam.PolicyDocument({
        minimize: false,
        statements: statements.map(
          ({ actions, resources }) => new aws_iam.PolicyStatement({ actions: [...actions], resources: [...resources] }),
        ),
      }),
    },
  }).withoutPolicyUpdates();
};
