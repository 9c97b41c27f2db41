import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ExecutionEnd, ExecutionRecord, ExecutionStatus } from '../../core/execution.ts';
import { expiry, held, keptDays, packSome, type Table, unpackSome } from './item.ts';
import { monthsBack, type Page, type PageOf, walkLists } from './lists.ts';

/** Which executions; times are ISO and go by the start. */
export interface ExecutionsOf extends PageOf {
  status?: ExecutionStatus;
  rule?: string;
  runbook?: string;
  target?: string;
  from?: string;
  to?: string;
}

/**
 * An execution's head is in one list at a time: `running` while it runs, `closing` from its end until its lock is released and
 * people are told, then its month. So what a crash left half done is found in two short lists, without a second write.
 */
const running = 'executions#running';
const closing = 'executions#closing';

type Packed = string | Uint8Array | undefined;
type Head = Omit<ExecutionRecord, 'params' | 'notify'> & { params: Packed; notify: Packed };

const toRecord = (item: Record<string, unknown>): ExecutionRecord => {
  const { pk, sk, list, at, month, expires, params, notify, ...rest } = item as unknown as Head &
    Record<string, unknown>;
  const record: ExecutionRecord = { ...rest };
  if (params !== undefined) record.params = unpackSome(params);
  if (notify !== undefined) record.notify = unpackSome(notify);
  return record;
};

/** The heads of executions: one item each, opened before the start and closed once. */
export const executions = (table: Table) => {
  const keyOf = (execution: string) => ({ TableName: table.name, Key: { pk: `execution#${execution}`, sk: 'head' } });
  const oldestFirst = (list: string) => (page: PageOf) =>
    walkLists(table, { ...page, lists: [list], oldestFirst: true }, toRecord);

  return {
    /** Opens the history of an execution, or opens it anew while it runs. False when it has been closed: it stays closed. */
    open: ({ params, notify, ...record }: ExecutionRecord): Promise<boolean> =>
      held(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: {
              ...keyOf(record.execution).Key,
              ...record,
              params: packSome(params),
              notify: packSome(notify),
              list: running,
              month: `executions#${record.startedAt.slice(0, 7)}`,
              at: record.startedAt,
              expires: expiry('execution', record.startedAt),
            },
            ConditionExpression: 'attribute_not_exists(pk) OR #status = :running',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':running': 'running' },
          }),
        ),
      ),

    /** Writes how an execution ended. True for the one call that did; false when it was closed before or never opened. */
    close: (execution: string, { status, outcome, error, endedAt }: ExecutionEnd): Promise<boolean> =>
      held(
        table.client.send(
          new UpdateCommand({
            ...keyOf(execution),
            UpdateExpression: `SET #status = :status, #endedAt = :endedAt, #list = :closing${
              outcome ? ', #outcome = :outcome' : ''
            }${error ? ', #error = :error' : ''}`,
            ConditionExpression: '#status = :running',
            ExpressionAttributeNames: {
              '#status': 'status',
              '#endedAt': 'endedAt',
              '#list': 'list',
              ...(outcome && { '#outcome': 'outcome' }),
              ...(error && { '#error': 'error' }),
            },
            ExpressionAttributeValues: {
              ':status': status,
              ':endedAt': endedAt,
              ':closing': closing,
              ':running': 'running',
              ...(outcome && { ':outcome': outcome }),
              ...(error && { ':error': error }),
            },
          }),
        ),
      ),

    /** Takes a closed execution off the list of those with something still to be done. */
    settle: async (execution: string): Promise<void> => {
      await held(
        table.client.send(
          new UpdateCommand({
            ...keyOf(execution),
            UpdateExpression: 'SET #list = #month',
            ConditionExpression: '#list = :closing',
            ExpressionAttributeNames: { '#list': 'list', '#month': 'month' },
            ExpressionAttributeValues: { ':closing': closing },
          }),
        ),
      );
    },

    /** Notes that the sender said the alert has cleared; the first such time stays. */
    cleared: async (execution: string, at: string): Promise<void> => {
      await held(
        table.client.send(
          new UpdateCommand({
            ...keyOf(execution),
            UpdateExpression: 'SET #clearedAt = :at',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#clearedAt)',
            ExpressionAttributeNames: { '#clearedAt': 'clearedAt' },
            ExpressionAttributeValues: { ':at': at },
          }),
        ),
      );
    },

    execution: async (execution: string): Promise<ExecutionRecord | undefined> => {
      const { Item } = await table.client.send(new GetCommand({ ...keyOf(execution), ConsistentRead: true }));
      return Item && toRecord(Item);
    },

    /** Those that run first, then those whose people are not told yet, then all others; newest first in each. */
    executions: ({ from, to = table.now().toISOString(), ...asked }: ExecutionsOf): Promise<Page<ExecutionRecord>> => {
      const oldest = new Date(Date.parse(to) - keptDays.execution * 86_400_000).toISOString();
      const since = from && from > oldest ? from : oldest;
      const { limit, cursor, ...equal } = asked;
      const lists = [running, closing, ...monthsBack(since, to).map((month) => `executions#${month}`)];
      return walkLists(table, { limit, cursor, lists, from: since, to, equal }, toRecord);
    },

    /** Not closed yet, oldest first. */
    running: oldestFirst(running),
    /** Closed, with a lock to release or people to tell, oldest first. */
    closing: oldestFirst(closing),
  };
};
