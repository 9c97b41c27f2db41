import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import { beforeAll, describe, expect, it } from 'vitest';
import { schemaFaults } from './schema.ts';
import { ownTemplates, type Template } from './synthesize.ts';

describe('every property of every template', () => {
  let db: SpecDatabase;
  let templates: Record<string, Template>;
  beforeAll(async () => {
    db = await loadAwsServiceSpec();
    templates = await ownTemplates();
  });

  it('is known to CloudFormation, has its type, and none that is required lacks', () => {
    expect(Object.keys(templates)).toHaveLength(10);
    for (const [stack, template] of Object.entries(templates))
      expect([stack, schemaFaults(db, template)]).toEqual([stack, []]);
  });

  it('is checked: planted faults are found', () => {
    const planted = structuredClone(templates['wolfe-dev-engine-eu-west-1']!);
    const of = (type: string) => Object.values(planted.Resources).find(({ Type }) => Type === type)!.Properties!;
    of('AWS::SQS::Queue').VisibilityTimout = 60;
    of('AWS::Lambda::EventSourceMapping').BatchSize = 'ten';
    delete of('AWS::StepFunctions::StateMachine').RoleArn;
    of('AWS::S3::Bucket').VersioningConfiguration = { Status: 'Enabled', Since: 'ever' };
    expect(schemaFaults(db, planted).map((fault) => fault.replace(/^.*\(/, '('))).toEqual([
      expect.stringMatching('AWS::S3::Bucket\\).VersioningConfiguration.Since: is not known'),
      expect.stringMatching('AWS::SQS::Queue\\).VisibilityTimout: is not known'),
      expect.stringMatching('AWS::Lambda::EventSourceMapping\\).BatchSize: is no integer: "ten"'),
      expect.stringMatching('AWS::StepFunctions::StateMachine\\).RoleArn: is required'),
    ]);
  });
});
