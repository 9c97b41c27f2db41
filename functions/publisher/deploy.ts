import type { Bundle } from '#runbooks/sdk/wire.ts';
import type { Page } from '../adapters/assets.ts';
import type { Live } from '../core/live.ts';
import { checkFiles } from '../core/rules/set.ts';
import type { Publication, Published } from './publisher.ts';
import { pagesOf, type SiteFile } from './site.ts';

/** What a deploy carries: the kind, where its uploaded file is, and for the site where it goes and how people sign in there. */
export type Carried = { Bucket: string; Key: string } & (
  | { Kind: 'bundle' | 'rules' }
  | { Kind: 'site'; Site: string; Config: Record<string, string> }
);

/** What CloudFormation asks during a deploy, by way of CDK's provider framework. */
export interface DeployEvent {
  RequestType: 'Create' | 'Update' | 'Delete';
  PhysicalResourceId?: string;
  ResourceProperties: Carried;
}

/** What a deploy needs from the world, besides publishing. */
export interface DeployWorld {
  asset(bucket: string, key: string): Promise<unknown>;
  page(bucket: string, page: Page): Promise<void>;
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
 * for from then on they are changed by `wolfe rules apply` alone; a site's pages are put where they are served from. Deleting takes
 * nothing away: executions may still run on it.
 * @throws DeployedRulesError; what the publisher throws. Either makes the deploy roll back.
 */
export const deploy =
  (world: DeployWorld) =>
  async ({ RequestType, PhysicalResourceId, ResourceProperties }: DeployEvent) => {
    const carried = ResourceProperties;
    if (RequestType === 'Delete') return { PhysicalResourceId: PhysicalResourceId ?? carried.Kind };
    const content = await world.asset(carried.Bucket, carried.Key);
    switch (carried.Kind) {
      case 'bundle': {
        const { runbook } = await world.publish({ bundle: content as Bundle, release: true, by });
        return { PhysicalResourceId: `release-${runbook}` };
      }
      case 'rules':
        await firstRules(world, content as { file: string; text: string }[]);
        break;
      case 'site':
        for (const page of pagesOf(content as SiteFile[], carried.Config)) await world.page(carried.Site, page);
    }
    return { PhysicalResourceId: carried.Kind };
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
