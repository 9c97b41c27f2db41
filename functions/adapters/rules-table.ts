import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type {
  AppliedMapping,
  HeartbeatWatch,
  Live,
  Release,
  RunbookVersion,
  Switch,
  SwitchScope,
} from '#functions/core/live.ts';
import { queryAll } from './rules/query.ts';
import { headOf, ruleSets } from './rules/sets.ts';

const live = 'live';
const switchKey = (scope: SwitchScope): string =>
  scope.kind === 'everything' ? 'switch#everything' : `switch#${scope.kind}#${scope.name}`;
const heartbeats = 'heartbeats';
const mappingKey = (source: string): string => `mapping#${source}`;

/**
 * What changes without a deploy: the rule set, switches, mappings, releases and versions of runbooks. What every alert needs of it
 * is one partition, so that one query reads it. Records are kept as JSON text: their keys are whatever an author's schema says.
 * @param region whose releases are read and written. All else holds in every region; a release is the region's own, because a
 *   digest may not be started before its machine is there, and a deploy brings machines to one region after the other.
 */
export const rulesTable = (
  client: DynamoDBDocumentClient,
  table: string,
  region: string,
  now: () => Date = () => new Date(),
) => {
  const releaseOf = (runbook: string): string => `release#${region}#${runbook}`;
  const keep = async (pk: string, sk: string, record: object): Promise<void> => {
    await client.send(new PutCommand({ TableName: table, Item: { pk, sk, record: JSON.stringify(record) } }));
  };
  const recordOf = <T>(item: Record<string, unknown>): T => JSON.parse(item.record as string) as T;

  return {
    ...ruleSets(client, table, now),

    /** The head of the rule set, all switches and mappings, the region's releases, and who is told of missing heartbeats. */
    async live(): Promise<Live> {
      const items = await queryAll(client, table, live);
      const all = <T>(prefix: string): T[] =>
        items.filter(({ sk }) => (sk as string).startsWith(prefix)).map((item) => recordOf<T>(item));
      const head = items.find(({ sk }) => sk === 'head');
      return {
        ruleSet: head && headOf(head),
        switches: all<Switch>('switch#'),
        releases: all<Release>(releaseOf('')),
        mappings: all<AppliedMapping>(mappingKey('')),
        heartbeats: all<HeartbeatWatch>(heartbeats)[0],
      };
    },

    /** Turns a switch on or off; the last word counts. */
    setSwitch: (state: Switch): Promise<void> => keep(live, switchKey(state.scope), state),

    /** Reads a sender by this mapping from now on. */
    applyMapping: (applied: AppliedMapping): Promise<void> => keep(live, mappingKey(applied.mapping.source), applied),

    /** Reads the sender by its reader again, if it has one. */
    async removeMapping(source: string): Promise<void> {
      await client.send(new DeleteCommand({ TableName: table, Key: { pk: live, sk: mappingKey(source) } }));
    },

    /** Says who is told of missing heartbeats from now on. */
    watchHeartbeats: (watch: HeartbeatWatch): Promise<void> => keep(live, heartbeats, watch),

    /** Makes a digest the live one of its runbook in the region. */
    release: (release: Release): Promise<void> => keep(live, releaseOf(release.runbook), release),

    /** Keeps what is known of a published digest. */
    runbookVersion: (version: RunbookVersion): Promise<void> =>
      keep(`runbook#${version.runbook}`, `version#${version.publishedAt}#${version.digest}`, version),

    /** Published digests of a runbook, newest first; one that was published twice counts from the first time. */
    async runbookVersions(runbook: string): Promise<RunbookVersion[]> {
      const versions = (await queryAll(client, table, `runbook#${runbook}`)).map((item) =>
        recordOf<RunbookVersion>(item),
      );
      const first = new Map<string, RunbookVersion>();
      for (const version of versions) if (!first.has(version.digest)) first.set(version.digest, version);
      return [...first.values()].reverse();
    },
  };
};
export type RulesTable = ReturnType<typeof rulesTable>;
