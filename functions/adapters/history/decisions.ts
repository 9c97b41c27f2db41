import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Decision } from '../../core/decision.ts';
import { expiry, held, keptDays, pack, type Table, unpack } from './item.ts';
import { daysBack, type PageOf, walkLists } from './lists.ts';

/** Which decisions; times are ISO. */
export interface DecisionsOf extends PageOf {
  from?: string;
  to?: string;
  kind?: string;
  rule?: string;
  alert?: string;
}

/** DynamoDB takes 400 KB an item; what else is in it needs little. */
const roomBytes = 380_000;
const textBytes = 512;

const cut = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts)
      .slice(0, 100)
      .map(([key, text]) => [key, text.length > textBytes ? `${text.slice(0, textBytes)}…` : text]),
  );

/** The decision as one attribute; an alert too long even when compressed keeps the beginnings of its texts, and a flag. */
const packed = (decision: Decision): string | Uint8Array => {
  const whole = pack(decision);
  if (whole.length <= roomBytes || !decision.alert) return whole;
  const { labels, annotations, flags = [] } = decision.alert;
  return pack({
    ...decision,
    alert: { ...decision.alert, labels: cut(labels), annotations: cut(annotations), flags: [...flags, 'cut'] },
    rules: decision.rules.map(({ params: _, ...rule }) => rule),
  });
};

/** The record of every alert: why something ran, or why nothing did. */
export const decisions = (table: Table) => ({
  /** Keeps a decision. The same id again replaces it, except that one that started something stays. */
  recordDecision: async (decision: Decision): Promise<void> => {
    await held(
      table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: {
            pk: `decision#${decision.id}`,
            sk: 'decision',
            list: `decisions#${decision.receivedAt.slice(0, 10)}`,
            at: decision.receivedAt,
            episode: decision.episode,
            kind: decision.kind,
            alert: decision.alert?.name,
            rules: decision.rules.map(({ rule }) => rule),
            record: packed(decision),
            expires: expiry('decision', decision.receivedAt),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR #kind <> :started',
          ExpressionAttributeNames: { '#kind': 'kind' },
          ExpressionAttributeValues: { ':started': 'started' },
        }),
      ),
    );
  },

  decision: async (id: string): Promise<Decision | undefined> => {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: { pk: `decision#${id}`, sk: 'decision' }, ConsistentRead: true }),
    );
    return Item && unpack<Decision>(Item.record);
  },

  /** Newest first, across days; at most as far back as decisions are kept. */
  decisions: ({ from, to = table.now().toISOString(), kind, rule, alert, ...page }: DecisionsOf) => {
    const oldest = new Date(Date.parse(to) - keptDays.decision * 86_400_000).toISOString();
    const since = from && from > oldest ? from : oldest;
    const lists = [...daysBack(since, to)].map((day) => `decisions#${day}`);
    return walkLists(table, { ...page, lists, from: since, to, equal: { kind, alert }, has: { rules: rule } }, (item) =>
      unpack<Decision>(item.record as string | Uint8Array),
    );
  },
});
