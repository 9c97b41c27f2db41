import type { Bundle } from '#runbooks/sdk/wire.ts';
import type { Live } from '../core/live.ts';
import { checkFiles } from '../core/rules/set.ts';
import type { Publication, Published } from './publisher.ts';

/** What CloudFormation asks during a deploy, by way of CDK's provider framework; the properties name a file that the deploy uploaded. */
export interface DeployEvent {
  RequestType: 'Create' | 'Update' | 'Delete';
  PhysicalResourceId?: string;
  ResourceProperties: { Kind: 'bundle' | 'rules'; Bucket: string; Key: string };
}

/** What a deploy needs from the world, besides publishing. */
export interface DeployWorld {
  asset(bucket: string, key: string): Promise<unknown>;
  publish(call: Publication): Promise<Published>;
  live(): Promise<Live>;
  /** @throws RuleSetConflictError when another version is live than the one expected. */
  apply(rules: unknown[], by: string, expectedVersion: number): Promise<{ version: number }>;
}

/** The rules that a deploy brings are wrong; it fails and nothing changes. */
export class DeployedRulesError extends Error {
  override name = 'DeployedRulesError';
}

const by = 'cdk deploy';

/**
 * Brings what a deploy carries: a bundle is published and released; rules become the first set of an environment that has none,
 * for from then on they are changed by `wolfe rules apply` alone. Deleting takes nothing away: executions may still run on it.
 * @throws DeployedRulesError; what the publisher throws. Either makes the deploy roll back.
 */
export const deploy =
  (world: DeployWorld) =>
  async ({
    RequestType,
    PhysicalResourceId,
    ResourceProperties,
  }: DeployEvent): Promise<{ PhysicalResourceId: string }> => {
    const { Kind, Bucket, Key } = ResourceProperties;
    if (RequestType === 'Delete') return { PhysicalResourceId: PhysicalResourceId ?? Kind };
    const carried = await world.asset(Bucket, Key);
    if (Kind === 'bundle') {
      const { runbook } = await world.publish({ bundle: carried as Bundle, release: true, by });
      return { PhysicalResourceId: `release-${runbook}` };
    }
    await firstRules(world, carried as { file: string; text: string }[]);
    return { PhysicalResourceId: 'rules' };
  };

const firstRules = async (world: DeployWorld, files: { file: string; text: string }[]): Promise<void> => {
  const { ruleSet, releases } = await world.live();
  if (ruleSet) return;
  const { rules, faults } = checkFiles(files, releases);
  if (!rules)
    throw new DeployedRulesError(
      faults.map(({ file, path, problem, cure }) => `${file}, ${path}: ${problem}. ${cure}`).join('\n'),
    );
  try {
    await world.apply(
      rules.map(({ source }) => source),
      by,
      0,
    );
  } catch (error) {
    // Another region of the same deploy was first, which is just as well.
    if ((error as Error).name !== 'RuleSetConflictError') throw error;
  }
};
