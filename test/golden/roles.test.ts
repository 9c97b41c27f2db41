import { type App, Validations } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { NarrowRole } from '#infra/constructs/role.ts';
import { allows, type RoleView, rolesOf } from './roles.ts';
import { anApp, built, ownSettings, ownTemplates, type Template } from './synthesize.ts';

/** The reasons that an app gives for wide resources, by the finding that cdk-nag would have without them. */
const reasonsIn = (app: App): Map<string, string> =>
  new Map(
    app.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, { reason: string } | string>))
      .map(([finding, said]) => [
        finding.replaceAll('<AWS::Partition>', 'aws').replaceAll('<AWS::AccountId>', '000000000000'),
        typeof said === 'string' ? said : said.reason,
      ]),
  );

describe('the roles', () => {
  let app: App;
  let templates: Record<string, Template>;
  let roles: (RoleView & { stack: string })[];
  let reasons: Map<string, string>;
  beforeAll(async () => {
    templates = await ownTemplates();
    app = anApp(ownSettings(), await built());
    roles = Object.keys(templates).flatMap((stack) => rolesOf(templates, stack).map((role) => ({ stack, ...role })));
    reasons = reasonsIn(app);
  });
  const reasonOf = (resource: string): string | undefined =>
    [...reasons].find(([finding]) => finding.endsWith(`AwsSolutions-IAM5[Resource::${resource}]`))?.[1];
  const role = (of: string): RoleView => roles.find((one) => one.of === of)!;

  it('are shown here as a table', () => {
    const lines = roles
      .filter(({ stack }) => /^wolfe-dev-(studio|engine-eu-west-1)$/.test(stack))
      .flatMap(({ of, statements }) => [
        '',
        of,
        ...statements.flatMap(({ actions, resources }) =>
          actions.flatMap((action) => resources.map((resource) => `  ${action.padEnd(36)} ${resource}`)),
        ),
      ]);
    console.log(lines.join('\n'));
    for (const name of ['ingest', 'matcher', 'recorder', 'approvals', 'publisher', 'keeper', 'studio'])
      expect(lines).toContain(`wolfe-dev-${name}`);
  });

  it('have no action with *', () => {
    const wide = roles.flatMap(({ of, statements }) =>
      statements.flatMap(({ actions }) =>
        actions.filter((action) => action.includes('*')).map((one) => `${of}: ${one}`),
      ),
    );
    expect(wide).toEqual([]);
  });

  it('have no resource with * without a reason', () => {
    const wide = roles.flatMap(({ of, statements }) =>
      statements.flatMap(({ resources }) => resources.filter((one) => one.includes('*')).map((one) => ({ of, one }))),
    );
    expect(wide.length).toBeGreaterThan(20);
    expect(wide.filter(({ one }) => !reasonOf(one)).map(({ of, one }) => `${of}: ${one}`)).toEqual([]);
  });

  it('come from what was declared only: they have no managed policy and nothing is attached', () => {
    for (const { Resources } of Object.values(templates))
      for (const { Type, Properties } of Object.values(Resources)) {
        expect(Type).not.toMatch(/^AWS::IAM::(Policy|ManagedPolicy)$/);
        if (Type === 'AWS::IAM::Role') expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      }
  });

  it('let a runner read its own bundles and no others', () => {
    const runner = role('wolfe-dev-runner-jenkins-job');
    const bundle = (runbook: string) =>
      `arn:aws:s3:::wolfe-dev-bundles-000000000000-eu-west-1/bundles/${runbook}/d/code.mjs`;
    expect(allows(runner, 's3:GetObject', bundle('jenkins-job'))).toBe(true);
    expect(allows(runner, 's3:GetObject', bundle('clear-full-disk'))).toBe(false);
    expect(allows(runner, 's3:PutObject', bundle('jenkins-job'))).toBe(false);
  });

  it('let a runner read the secrets of the systems it declares and no others', () => {
    const secret = (system: string) =>
      `arn:aws:secretsmanager:eu-west-1:000000000000:secret:wolfe/dev/systems/${system}-AbCdEf`;
    const mayRead = (runbook: string) =>
      ['jenkins', 'slack', 'bolt'].filter((system) =>
        allows(role(`wolfe-dev-runner-${runbook}`), 'secretsmanager:GetSecretValue', secret(system)),
      );
    expect(mayRead('jenkins-job')).toContain('jenkins');
    expect(mayRead('jenkins-job')).not.toContain('bolt');
    expect(mayRead('clear-full-disk')).toContain('bolt');
    expect(mayRead('clear-full-disk')).not.toContain('jenkins');
  });

  it('let the home region’s publisher bring the site, and no other’s', () => {
    const page = (region: string) => `arn:aws:s3:::wolfe-dev-site-000000000000-${region}/index.html`;
    const may = (region: string) => {
      const publisher = roles.find(({ stack, of }) => stack.endsWith(region) && of === 'wolfe-dev-publisher')!;
      return allows(publisher, 's3:PutObject', page(region));
    };
    expect([may('eu-west-1'), may('us-east-1')]).toEqual([true, false]);
  });

  it('let Studio cancel an execution in every region of the environment, and in no other environment', () => {
    const studio = role('wolfe-dev-studio');
    const may = (region: string, environment = 'dev') =>
      allows(
        studio,
        'states:StopExecution',
        `arn:aws:states:${region}:000000000000:execution:wolfe-${environment}-jenkins-job:x`,
      );
    expect([may('eu-west-1'), may('us-east-1'), may('ap-south-1'), may('us-east-1', 'prod')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('cannot be made with a * that nobody explains', () => {
    const place = { partition: 'aws', region: 'eu-west-1', account: '111122223333', environment: 'dev' };
    const statements = [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::everything/*'] }];
    const stack = app.node.findChild('wolfe-dev-data');
    expect(() => new NarrowRole(stack, 'Wide', { service: 'lambda', statements, place })).toThrow(
      'wolfe-dev-data, Wide: why is arn:aws:s3:::everything/* so wide?',
    );
  });
});
