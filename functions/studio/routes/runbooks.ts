import type { Manifest } from '#runbooks/sdk/wire.ts';
import type { ExecutionRecord } from '../../core/execution.ts';
import type { Live, Release } from '../../core/live.ts';
import { owns } from '../access.ts';
import type { ExecutionFilter } from '../contract.ts';
import { forbidden, unknown } from '../refusal.ts';
import { type RunWorld, runByHand } from '../run.ts';
import type { Handlers } from '../serve.ts';

/** What runbooks need from the world. */
export interface RunbooksWorld extends RunWorld {
  live(): Promise<Live>;
  manifest(runbook: string, digest: string): Promise<Manifest | undefined>;
  runbookVersions(runbook: string): Promise<{ digest: string; publishedAt: string; by: string }[]>;
  executions(filter: ExecutionFilter): Promise<{ items: ExecutionRecord[] }>;
}

/** Runs shown with a runbook. */
const lastRuns = 10;

const released = async (world: RunbooksWorld, runbook: string): Promise<{ release: Release; manifest: Manifest }> => {
  const release = (await world.live()).releases.find((one) => one.runbook === runbook);
  const manifest = release && (await world.manifest(runbook, release.digest));
  if (!manifest) throw unknown('runbook', runbook, 'List those released here: `wolfe runbook list`.');
  return { release: release!, manifest };
};

export const runbooks = (world: RunbooksWorld): Handlers<'listRunbooks' | 'showRunbook' | 'runRunbook'> => ({
  listRunbooks: async () => {
    const { releases } = await world.live();
    const items = await Promise.all(
      releases.map(async (release) => {
        const manifest = await world.manifest(release.runbook, release.digest);
        return { ...release, release, summary: manifest?.summary ?? '', owner: manifest?.owner ?? '' };
      }),
    );
    return { items: items.sort((a, b) => (a.runbook < b.runbook ? -1 : 1)) };
  },
  showRunbook: async ({ params }) => {
    const { release, manifest } = await released(world, params.runbook);
    const [versions, runs] = await Promise.all([
      world.runbookVersions(params.runbook),
      world.executions({ runbook: params.runbook, limit: lastRuns }),
    ]);
    return { manifest, release, versions, lastRuns: runs.items };
  },
  runRunbook: async ({ params, body, person }) => {
    const { release, manifest } = await released(world, params.runbook);
    if (body.mode === 'auto' && release.remediates && !owns(person, manifest.owner))
      throw forbidden(
        `${person.name} may not run ${params.runbook}: it changes things and belongs to ${manifest.owner}.`,
        'Ask an operator of that team, or make a plan: mode plan.',
      );
    return runByHand(world)(release, { ...body, person: person.name });
  },
});
