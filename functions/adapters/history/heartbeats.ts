import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Beat, type Heartbeat, interval } from '../../core/heartbeat.ts';
import { expiry, held, pack, type Table, unpack } from './item.ts';
import { type Page, type PageOf, walkLists } from './lists.ts';

const list = 'heartbeats';

const toRecord = (item: Record<string, unknown>): Heartbeat => {
  const { identity, region, name, source, at, everySeconds, missingSince } = item as unknown as Heartbeat;
  const labels = unpack<Heartbeat['labels']>(item.labels as string);
  return {
    ...{ identity, region, name, source, labels, at },
    ...(everySeconds !== undefined && { everySeconds }),
    ...(missingSince !== undefined && { missingSince }),
  };
};

/** Heartbeats: one item for each and region that hears it. One that stays away is forgotten after its days. */
export const heartbeats = (table: Table) => {
  const keyOf = ({ region, identity }: Pick<Heartbeat, 'region' | 'identity'>) => ({
    TableName: table.name,
    Key: { pk: `heartbeat#${region}#${identity}`, sk: 'head' },
  });

  return {
    /** Notes a beat; one that comes later than a newer one changes nothing. */
    beat: async (beat: Beat): Promise<void> => {
      const { Item } = await table.client.send(new GetCommand(keyOf(beat)));
      const every = interval(Item && toRecord(Item), beat);
      const { identity, region, name, source, labels, at } = beat;
      await held(
        table.client.send(
          new UpdateCommand({
            ...keyOf(beat),
            // Whether people were told that it is missing is not the sender's to change.
            UpdateExpression:
              'SET #identity = :identity, #region = :region, #name = :name, #source = :source, #labels = :labels, ' +
              `#at = :at, #list = :list, #expires = :expires${every === undefined ? '' : ', #every = :every'}`,
            ConditionExpression: 'attribute_not_exists(pk) OR #at < :at',
            ExpressionAttributeNames: {
              '#identity': 'identity',
              '#region': 'region',
              '#name': 'name',
              '#source': 'source',
              '#labels': 'labels',
              '#at': 'at',
              '#list': 'list',
              '#expires': 'expires',
              ...(every !== undefined && { '#every': 'everySeconds' }),
            },
            ExpressionAttributeValues: {
              ':identity': identity,
              ':region': region,
              ':name': name,
              ':source': source,
              ':labels': pack(labels),
              ':at': at,
              ':list': list,
              ':expires': expiry('heartbeat', at),
              ...(every !== undefined && { ':every': every }),
            },
          }),
        ),
      );
    },

    /** Those that were heard, the longest silent first; of one region when it is named. */
    heartbeats: ({ region, ...page }: PageOf & { region?: string }): Promise<Page<Heartbeat>> =>
      walkLists(table, { ...page, lists: [list], equal: { region }, oldestFirst: true }, toRecord),

    /** Notes that people were told that it is missing, or, without a time, that it is back. */
    markHeartbeat: async (heartbeat: Heartbeat, missingSince: string | undefined): Promise<void> => {
      await table.client.send(
        new UpdateCommand({
          ...keyOf(heartbeat),
          UpdateExpression: missingSince === undefined ? 'REMOVE missingSince' : 'SET missingSince = :since',
          ...(missingSince !== undefined && { ExpressionAttributeValues: { ':since': missingSince } }),
        }),
      );
    },
  };
};
