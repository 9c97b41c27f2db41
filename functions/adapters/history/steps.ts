import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { StepBegin, StepEnd, StepRecord, Telling } from '../../core/execution.ts';
import { expiry, held, pack, type Table, unpack, unpackSome } from './item.ts';

/** Steps of executions, and who has been told of them: items beside the head. */
export const steps = (table: Table) => {
  const keyOf = (execution: string, sort: string) => ({
    TableName: table.name,
    Key: { pk: `execution#${execution}`, sk: sort },
  });

  const itemsOf = async (execution: string, prefix: string) => {
    const items: Record<string, unknown>[] = [];
    let next: Record<string, unknown> | undefined;
    do {
      const page = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': `execution#${execution}`, ':prefix': prefix },
          ExclusiveStartKey: next,
          ConsistentRead: true,
        }),
      );
      items.push(...(page.Items ?? []));
      next = page.LastEvaluatedKey;
    } while (next);
    return items;
  };

  return {
    /** Notes that a step begins; a repeat adds a try. @returns which try it is, from 1. */
    beginStep: async ({ execution, step, kind, at }: StepBegin): Promise<number> => {
      const { Attributes } = await table.client.send(
        new UpdateCommand({
          ...keyOf(execution, `step#${step}`),
          UpdateExpression:
            'SET #kind = :kind, #at = if_not_exists(#at, :at), #status = :running, #expires = :expires ADD #tries :one REMOVE #endedAt, #result',
          ExpressionAttributeNames: {
            '#kind': 'kind',
            '#at': 'at',
            '#status': 'status',
            '#expires': 'expires',
            '#tries': 'tries',
            '#endedAt': 'endedAt',
            '#result': 'result',
          },
          ExpressionAttributeValues: {
            ':kind': kind,
            ':at': at,
            ':running': 'running',
            ':expires': expiry('execution', at),
            ':one': 1,
          },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.tries);
    },

    /** Notes how a try of a step ended. One that ends after a later try began changes nothing. */
    endStep: async ({ execution, step, tries, status, endedAt, ...result }: StepEnd): Promise<void> => {
      await held(
        table.client.send(
          new UpdateCommand({
            ...keyOf(execution, `step#${step}`),
            UpdateExpression: 'SET #status = :status, #endedAt = :endedAt, #result = :result',
            ConditionExpression: '#tries = :tries',
            ExpressionAttributeNames: {
              '#status': 'status',
              '#endedAt': 'endedAt',
              '#result': 'result',
              '#tries': 'tries',
            },
            ExpressionAttributeValues: {
              ':status': status,
              ':endedAt': endedAt,
              ':result': pack(result),
              ':tries': tries,
            },
          }),
        ),
      );
    },

    /** In the order in which they began. */
    steps: async (execution: string): Promise<StepRecord[]> =>
      (await itemsOf(execution, 'step#'))
        .map(({ sk, kind, at, status, tries, endedAt, result }) => ({
          execution,
          step: String(sk).slice('step#'.length),
          kind: kind as string,
          at: at as string,
          status: status as StepRecord['status'],
          tries: tries as number,
          ...(endedAt !== undefined && { endedAt: endedAt as string }),
          ...unpackSome<Pick<StepRecord, 'value' | 'holds' | 'error' | 'console'>>(result as string | undefined),
        }))
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),

    /** Notes that people were told, so that a repeat does not tell them again. */
    markTold: async (execution: string, channel: string, telling: Telling): Promise<void> => {
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: {
            ...keyOf(execution, `told#${channel}`).Key,
            told: pack(telling),
            expires: expiry('execution', telling.at),
          },
        }),
      );
    },

    /** Who has been told, by channel. */
    told: async (execution: string): Promise<Record<string, Telling>> =>
      Object.fromEntries(
        (await itemsOf(execution, 'told#')).map(({ sk, told }) => [
          String(sk).slice('told#'.length),
          unpack<Telling>(told as string),
        ]),
      ),
  };
};
