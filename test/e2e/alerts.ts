import type { Decision } from '#functions/core/decision.ts';
import type { LocalWorld } from './world.ts';

/** An alert on which the library's rule for NodeDiskPressure runs DockerPruneNode. */
export const diskPressure = (node: string, startsAt = new Date().toISOString()) => ({
  name: 'NodeDiskPressure',
  status: 'firing',
  labels: { env: 'staging', node, cluster: 'staging-1', region: 'eu-west-1' },
  startsAt,
});

/** The first decision on a node's alert. */
export const decisionOn = (world: LocalWorld, node: string): Promise<Decision> =>
  world.eventually(`a decision on ${node}`, async () => {
    const { items } = await world.api('listDecisions', { query: { limit: 50 } });
    return items.findLast(({ alert }) => alert?.labels.node === node);
  });

/** The execution that a node's alert started. @throws when it started none */
export const executionFor = async (world: LocalWorld, node: string): Promise<string> => {
  const { rules, reason } = await decisionOn(world, node);
  const result = rules[0]?.result;
  if (result && 'execution' in result) return result.execution;
  throw new Error(`Nothing was started for ${node}: ${reason}`);
};
