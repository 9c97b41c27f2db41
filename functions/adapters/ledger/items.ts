import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/** One item of the ledger. `expires` is DynamoDB's TTL: epoch seconds, rounded up. */
export interface Item {
  pk: string;
  expires: number;
  [attribute: string]: unknown;
}

/** When a write may happen, in DynamoDB's own language; `:now` is always given, in epoch seconds. */
export interface Condition {
  /** Always, when left out. */
  when?: string;
  values?: Record<string, unknown>;
  /** Names that the language has no letters for, for the condition and the change alike. */
  names?: Record<string, string>;
}

/** Single-item reads and conditional writes, which are all that the ledger is made of. */
export type Items = ReturnType<typeof ledgerItems>;

/**
 * Binds the verbs to one table and one clock. An item past its expiry is never returned, whether or not DynamoDB has removed it.
 */
export const ledgerItems = (client: DynamoDBDocumentClient, table: string, now: () => Date) => {
  const seconds = (): number => now().getTime() / 1000;
  const living = (item: Record<string, unknown> | undefined): Item | undefined =>
    item && (item.expires as number) > seconds() ? (item as Item) : undefined;
  /** A condition with its values and the write's own; DynamoDB refuses values that no expression names, and an empty map. */
  const under = (condition: Condition | undefined, change: Record<string, unknown> = {}) => {
    const now = condition?.when?.includes(':now') ? { ':now': seconds() } : {};
    const values = { ...now, ...condition?.values, ...change };
    return {
      ConditionExpression: condition?.when,
      ExpressionAttributeNames: condition?.names,
      ExpressionAttributeValues: Object.keys(values).length > 0 ? values : undefined,
    };
  };
  /** The write's answer, or undefined when its condition did not hold. */
  const unlessRefused = async <T>(write: Promise<T>): Promise<T | undefined> => {
    try {
      return await write;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };

  return {
    now,
    /** TTL of what may go this many seconds from now. */
    expiry: (after: number): number => Math.ceil(seconds() + after),

    async get(pk: string): Promise<Item | undefined> {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk }, ConsistentRead: true }));
      return living(Item);
    },

    /** Several items in one call, by key; those that are absent or expired are left out. */
    async getAll(pks: string[]): Promise<Map<string, Item>> {
      const found = new Map<string, Item>();
      let keys: Record<string, unknown>[] = pks.map((pk) => ({ pk }));
      while (keys.length > 0) {
        const answer: BatchGetCommandOutput = await client.send(
          new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
        );
        for (const item of (answer.Responses?.[table] ?? []).map(living)) if (item) found.set(item.pk, item);
        keys = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      }
      return found;
    },

    /** Whether the item was written. */
    async put(item: Item, condition?: Condition): Promise<boolean> {
      const command = new PutCommand({ TableName: table, Item: item, ...under(condition) });
      return (await unlessRefused(client.send(command))) !== undefined;
    },

    /** The item as it is afterwards, or undefined when the condition did not hold. */
    async update(
      pk: string,
      change: string,
      values: Record<string, unknown>,
      condition?: Condition,
    ): Promise<Item | undefined> {
      const command = new UpdateCommand({
        TableName: table,
        Key: { pk },
        UpdateExpression: change,
        ReturnValues: 'ALL_NEW',
        ...under(condition, values),
      });
      return (await unlessRefused(client.send(command)))?.Attributes as Item | undefined;
    },

    /** Removes the item if the condition holds. */
    async remove(pk: string, condition: Condition): Promise<void> {
      await unlessRefused(client.send(new DeleteCommand({ TableName: table, Key: { pk }, ...under(condition) })));
    },
  };
};
