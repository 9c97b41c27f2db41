import { aws_iam as iam, Stack, Token, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type Place, placed, type Statement } from '#infra/rights.ts';

/** A resource is wider than one thing, and nobody says why. */
export class UnexplainedError extends Error {
  override name = 'UnexplainedError';
}

export interface RoleProps {
  /** Service that takes the role on, such as `lambda`. */
  service: string;
  /** Where others name the role by its name. */
  roleName?: string;
  statements: readonly Statement[];
  place: Place;
}

/** A place as cdk-nag writes it in its findings. */
const written = (place: Place): Place => {
  const tokens = { partition: '<AWS::Partition>', region: '<AWS::Region>', account: '<AWS::AccountId>' };
  const known = Object.entries(tokens).map(([key, token]) => {
    const value = place[key as keyof typeof tokens];
    return [key, Token.isUnresolved(value) ? token : value];
  });
  return { ...place, ...Object.fromEntries(known) };
};

/**
 * A role with just the declared statements, inline, so that nothing in the app can widen it later: grants that other constructs try
 * to add are dropped. Every `*` in a resource carries its reason, which is what cdk-nag and the tests ask for.
 */
export class NarrowRole extends Construct {
  /** For constructs that would add to it. */
  readonly role: iam.IRole;
  /** For what must wait until it is there. */
  readonly made: iam.Role;

  constructor(scope: Construct, id: string, { service, roleName, statements, place }: RoleProps) {
    super(scope, id);
    this.made = new iam.Role(this, 'Resource', {
      ...(roleName ? { roleName } : {}),
      assumedBy: new iam.ServicePrincipal(`${service}.amazonaws.com`),
      inlinePolicies: {
        rights: new iam.PolicyDocument({
          minimize: false,
          statements: statements.map(
            ({ actions, resources }) =>
              new iam.PolicyStatement({
                actions: [...actions],
                resources: resources.map((resource) => placed(resource, place)),
              }),
          ),
        }),
      },
    });
    this.role = this.made.withoutPolicyUpdates();
    const wide = new Map(
      statements.flatMap(({ resources, reason }) =>
        resources
          .filter((resource) => resource.includes('*'))
          .map((resource) => [placed(resource, written(place)), reason] as const),
      ),
    );
    for (const [resource, reason] of wide) {
      if (!reason) throw new UnexplainedError(`${Stack.of(this).stackName}, ${id}: why is ${resource} so wide?`);
      Validations.of(this.made).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
    }
  }
}
