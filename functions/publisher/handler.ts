import { assets } from '../adapters/assets.ts';
import { bundlesBucket } from '../adapters/bundles-bucket.ts';
import { dynamo, s3, sfn } from '../adapters/clients.ts';
import { readEnv, region } from '../adapters/env.ts';
import { machines } from '../adapters/machines.ts';
import { rulesTable } from '../adapters/rules-table.ts';
import { type DeployEvent, deploy } from './deploy.ts';
import { type Publication, type Published, publisher } from './publisher.ts';

// Joins the publisher to AWS; what publishing is made of is in publisher.ts.
const env = readEnv([
  'RULES_TABLE',
  'BUNDLES_BUCKET',
  'MACHINE_PREFIX',
  'RUNNER_PREFIX',
  'APPROVALS_ARN',
  'MACHINE_ROLE_PREFIX',
]);
const rules = rulesTable(dynamo(), env.RULES_TABLE, region());

const publish = publisher(
  {
    ...bundlesBucket(s3(), env.BUNDLES_BUCKET),
    publish: machines(sfn(), env.MACHINE_PREFIX).publish,
    runbookVersions: rules.runbookVersions,
    runbookVersion: rules.runbookVersion,
    release: rules.release,
    now: () => new Date(),
  },
  {
    runner: (runbook) => `${env.RUNNER_PREFIX}${runbook}`,
    approvals: env.APPROVALS_ARN,
    machineRole: (runbook) => `${env.MACHINE_ROLE_PREFIX}${runbook}`,
  },
);

const deployed = deploy({ ...assets(s3()), publish, live: rules.live, apply: rules.apply });

/** A publication, from the CLI; or a deploy's custom resource. */
export const handler = (call: Publication | DeployEvent): Promise<Published | { PhysicalResourceId: string }> =>
  'RequestType' in call ? deployed(call) : publish(call);
