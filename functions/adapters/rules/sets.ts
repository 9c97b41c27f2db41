import { gunzipSync, gzipSync } from 'node:zlib';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RuleSetHead } from '#functions/core/live.ts';
import { queryAll } from './query.ts';

/** Somebody else applied a set meanwhile; nothing was changed. */
export class RuleSetConflictError extends Error {
  override name = 'RuleSetConflictError';
  readonly code = 'RULE_SET_CONFLICT';
  constructor(expected: number, live: number) {
    super(
      `The live rule set is version ${live}, not ${expected}: it was changed meanwhile and nothing was applied. ` +
        'Look at what changed, then apply again.',
    );
  }
}

/** A version was asked for that does not exist. */
export class RuleSetMissingError extends Error {
  override name = 'RuleSetMissingError';
  readonly code = 'RULE_SET_MISSING';
  constructor(version: number) {
    super(`There is no rule set of version ${version}. \`wolfe rules versions\` lists those there are.`);
  }
}

/** An item takes 400 KB; this leaves room for its keys. */
const partBytes = 300_000;
const headKey = { pk: 'live', sk: 'head' };
const archive = 'rulesets';
const digits = (n: number, width: number): string => String(n).padStart(width, '0');

const partsOf = (rules: unknown[]): Uint8Array[] => {
  const bytes = gzipSync(JSON.stringify(rules));
  const parts = Math.ceil(bytes.length / partBytes);
  return Array.from({ length: parts }, (_, i) => bytes.subarray(i * partBytes, (i + 1) * partBytes));
};

/**
 * Versions of the rule set. A version's parts never change once the head names it, so a reader that knows the version may keep
 * them for ever; the head moves by one conditional write, so a set is live as a whole or not at all.
 */
export const ruleSets = (client: DynamoDBDocumentClient, table: string, now: () => Date) => {
  const head = async (): Promise<RuleSetHead | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: headKey, ConsistentRead: true }));
    return Item && headOf(Item);
  };
  /** False when the condition did not hold. */
  const put = async (
    item: Record<string, unknown>,
    when: string,
    values?: Record<string, unknown>,
  ): Promise<boolean> => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: item,
          ConditionExpression: when,
          ...(values && { ExpressionAttributeNames: { '#version': 'version' }, ExpressionAttributeValues: values }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  /** Writes the parts under the first number that nobody has: a crash or a lost race leaves a gap, never a mixture. */
  const keepParts = async (rules: unknown[], from: number): Promise<number> => {
    const [first, ...more] = partsOf(rules);
    const part = (version: number, i: number, bytes: Uint8Array | undefined) => ({
      pk: `ruleset#${version}`,
      sk: `part#${digits(i + 1, 4)}`,
      bytes,
    });
    let version = from;
    while (!(await put(part(version, 0, first), 'attribute_not_exists(pk)'))) version += 1;
    for (const [i, bytes] of more.entries()) {
      await client.send(new PutCommand({ TableName: table, Item: part(version, i + 1, bytes) }));
    }
    return version;
  };

  return {
    /**
     * The rules of a version, as their authors wrote them.
     * @throws RuleSetMissingError when there is no such version.
     */
    async ruleSet(version: number): Promise<unknown[]> {
      const parts = await queryAll(client, table, `ruleset#${version}`);
      if (parts.length === 0) throw new RuleSetMissingError(version);
      const bytes = Buffer.concat(parts.map(({ bytes }) => bytes as Uint8Array));
      return JSON.parse(gunzipSync(bytes).toString('utf8')) as unknown[];
    },

    /**
     * Makes these rules the live set, as a new version. They are taken as checked.
     * @param expectedVersion what the caller believes to be live, 0 for none; whatever is live when left out.
     * @throws RuleSetConflictError when another set went live meanwhile.
     */
    async apply(rules: unknown[], by: string, expectedVersion?: number): Promise<{ version: number }> {
      const live = await head();
      const current = live?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== current)
        throw new RuleSetConflictError(expectedVersion, current);
      const version = await keepParts(rules, current + 1);
      // The list of past versions first: a head that was replaced without being listed would be lost to it.
      if (live) await client.send(new PutCommand({ TableName: table, Item: archived(live) }));
      const moved = await put(
        { ...headKey, version, at: now().toISOString(), by, rules: rules.length },
        live ? '#version = :live' : 'attribute_not_exists(#version) OR #version = :live',
        { ':live': current },
      );
      if (!moved) throw new RuleSetConflictError(current, (await head())?.version ?? 0);
      return { version };
    },

    /** All versions that are or were live, newest first. */
    async ruleSets(): Promise<RuleSetHead[]> {
      const [live, past] = await Promise.all([head(), queryAll(client, table, archive)]);
      const versions = new Map(past.map((item) => [item.version as number, headOf(item)]));
      if (live) versions.set(live.version, live);
      return [...versions.values()].sort((a, b) => b.version - a.version);
    },
  };
};

export const headOf = (item: Record<string, unknown>): RuleSetHead => ({
  version: item.version as number,
  at: item.at as string,
  by: item.by as string,
  rules: item.rules as number,
});

const archived = (head: RuleSetHead) => ({ pk: archive, sk: digits(head.version, 9), ...head });
