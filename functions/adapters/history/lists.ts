import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './item.ts';

/** One page of a list; `cursor` is there when more may follow. */
export interface Page<T> {
  items: T[];
  cursor?: string;
}

/** How a page is asked for. */
export interface PageOf {
  limit: number;
  cursor?: string;
}

/** A cursor that this table did not give out. */
export class InvalidCursorError extends Error {
  override name = 'InvalidCursorError';
  constructor() {
    super('The cursor is not one that a list gave. Ask for the first page, without a cursor.');
  }
}

type Item = Record<string, unknown> & { pk: string; sk: string; list: string; at: string };
type Key = Pick<Item, 'pk' | 'sk' | 'list' | 'at'>;

const keyOf = ({ pk, sk, list, at }: Item): Key => ({ pk, sk, list, at });
const write = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');
const read = (cursor: string): Key => {
  try {
    const { pk, sk, list, at } = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Key;
    if ([pk, sk, list, at].every((part) => typeof part === 'string')) return { pk, sk, list, at };
  } catch {}
  throw new InvalidCursorError();
};

/** Days as `yyyy-mm-dd`, newest first, both ends included. */
export const daysBack = function* (from: string, to: string): Generator<string> {
  const first = from.slice(0, 10);
  for (const day = new Date(`${to.slice(0, 10)}T00:00:00Z`); ; day.setUTCDate(day.getUTCDate() - 1)) {
    const text = day.toISOString().slice(0, 10);
    if (text < first) return;
    yield text;
  }
};

/** Months as `yyyy-mm`, newest first, both ends included. */
export const monthsBack = (from: string, to: string): string[] => [
  ...new Set([...daysBack(from, to)].map((day) => day.slice(0, 7))),
];

/** What to read: lists in order, a span of time, and equalities (or `has`, for sets) on attributes. */
export interface Walk extends PageOf {
  lists: string[];
  from?: string;
  to?: string;
  equal?: Record<string, string | undefined>;
  has?: Record<string, string | undefined>;
  oldestFirst?: boolean;
}

/** Items that one call looks at in one list before it hands back a cursor, so that a rare filter cannot run for minutes. */
const examinedAtMost = 2_000;

const conditions = ({ equal = {}, has = {} }: Walk) => {
  const wanted = [
    ...Object.entries(equal).map(([name, value]) => ({ name, value, text: `#${name} = :${name}` })),
    ...Object.entries(has).map(([name, value]) => ({ name, value, text: `contains(#${name}, :${name})` })),
  ].filter(({ value }) => value !== undefined);
  return {
    filter: wanted.map(({ text }) => text).join(' AND ') || undefined,
    names: Object.fromEntries(wanted.map(({ name }) => [`#${name}`, name])),
    values: Object.fromEntries(wanted.map(({ name, value }) => [`:${name}`, value])),
  };
};

/** Items of one list from a key on: as many as are needed, and where to go on when the list is not at its end. */
const readList = async (table: Table, walk: Walk, list: string, after: Key | undefined) => {
  const { filter, names, values } = conditions(walk);
  const items: Item[] = [];
  let next = after;
  let examined = 0;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: 'byTime',
        KeyConditionExpression: '#list = :list AND #at BETWEEN :from AND :to',
        FilterExpression: filter,
        ExpressionAttributeNames: { '#list': 'list', '#at': 'at', ...names },
        ExpressionAttributeValues: { ':list': list, ':from': walk.from ?? '0', ':to': walk.to ?? '~', ...values },
        ScanIndexForward: walk.oldestFirst ?? false,
        ExclusiveStartKey: next,
        Limit: filter ? 200 : walk.limit + 1,
      }),
    );
    items.push(...((page.Items ?? []) as Item[]));
    examined += page.ScannedCount ?? 0;
    next = page.LastEvaluatedKey as Key | undefined;
  } while (next && items.length <= walk.limit && examined < examinedAtMost);
  return { items, next };
};

/**
 * Reads a page across several lists, one after the other. Lists that turn out empty are cheap: twice as many are asked at once
 * each time.
 * @throws InvalidCursorError
 */
export const walkLists = async <T>(table: Table, walk: Walk, toRecord: (item: Item) => T): Promise<Page<T>> => {
  const start = walk.cursor === undefined ? undefined : read(walk.cursor);
  const lists = start ? walk.lists.slice(walk.lists.indexOf(start.list)) : [...walk.lists];
  if (start && !walk.lists.includes(start.list)) throw new InvalidCursorError();
  const found: Item[] = [];
  for (let count = 1; lists.length > 0; count *= 2) {
    const batch = lists.splice(0, count);
    const pages = await Promise.all(
      batch.map((list) => readList(table, walk, list, list === start?.list ? start : undefined)),
    );
    for (const { items, next } of pages) {
      found.push(...items);
      if (found.length > walk.limit) {
        const taken = found.slice(0, walk.limit);
        return { items: taken.map(toRecord), cursor: write(keyOf(taken.at(-1)!)) };
      }
      if (next) return { items: found.map(toRecord), cursor: write(next) };
    }
  }
  return { items: found.map(toRecord) };
};
