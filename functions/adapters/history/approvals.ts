import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ApprovalReply, Plan } from '#runbooks/sdk/wire.ts';
import type { ApprovalRecord, Vote } from '../../core/execution.ts';
import { expiry, held, packSome, type Table, unpackSome } from './item.ts';
import { type PageOf, walkLists } from './lists.ts';

/** Asks that are not answered, expired or delivered yet. */
const open = 'approvals#open';

type Item = Record<string, unknown>;
const toRecord = ({ pk, sk, list, at, expires, voters, plan, ...rest }: Item): ApprovalRecord => {
  const read = unpackSome<Plan>(plan as string | undefined);
  return { ...(rest as unknown as ApprovalRecord), ...(read && { plan: read }) };
};

/** Asks for approval: one item for each step that asks, with its votes. */
export const approvals = (table: Table) => {
  const keyOf = (execution: string, step: string) => ({
    TableName: table.name,
    Key: { pk: `execution#${execution}`, sk: `approval#${step}` },
  });
  const approval = async (execution: string, step: string): Promise<ApprovalRecord | undefined> => {
    const { Item } = await table.client.send(new GetCommand({ ...keyOf(execution, step), ConsistentRead: true }));
    return Item && toRecord(Item);
  };
  const update = async (
    execution: string,
    step: string,
    input: Omit<ConstructorParameters<typeof UpdateCommand>[0], 'TableName' | 'Key'>,
  ) => {
    try {
      const { Attributes } = await table.client.send(
        new UpdateCommand({ ...keyOf(execution, step), ...input, ReturnValues: 'ALL_NEW' }),
      );
      return Attributes && toRecord(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };

  return {
    /**
     * Keeps an ask. Asked again (the task was delivered once more, perhaps with a new token) it keeps the votes, and a reply
     * when there is one. @returns the ask as it stands.
     */
    ask: async ({
      execution,
      step,
      token,
      plan,
      quorum,
      askedAt,
      expiresAt,
    }: ApprovalRecord): Promise<ApprovalRecord> => {
      const record = await update(execution, step, {
        UpdateExpression: `SET #execution = :execution, #step = :step, #token = :token, #quorum = :quorum,
          #askedAt = if_not_exists(#askedAt, :askedAt), #at = if_not_exists(#at, :askedAt), #expiresAt = :expiresAt,
          #votes = if_not_exists(#votes, :none), #list = :open, #expires = :expires${plan ? ', #plan = :plan' : ''}`,
        ExpressionAttributeNames: {
          ...Object.fromEntries(
            ['execution', 'step', 'token', 'quorum', 'askedAt', 'at', 'expiresAt', 'votes', 'list', 'expires'].map(
              (name) => [`#${name}`, name],
            ),
          ),
          ...(plan && { '#plan': 'plan' }),
        },
        ExpressionAttributeValues: {
          ':execution': execution,
          ':step': step,
          ':token': token,
          ':quorum': quorum,
          ':askedAt': askedAt,
          ':expiresAt': expiresAt,
          ':none': [],
          ':open': open,
          ':expires': expiry('execution', askedAt),
          ...(plan && { ':plan': packSome(plan) }),
        },
      });
      return record!;
    },

    approval,

    /** All asks of an execution, the first first. */
    approvalsOf: async (execution: string): Promise<ApprovalRecord[]> => {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': `execution#${execution}`, ':prefix': 'approval#' },
          ConsistentRead: true,
        }),
      );
      return Items.map(toRecord).sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1));
    },

    /** Adds a person's vote; the same vote of the same person again changes nothing. Undefined when the ask is answered or unknown. */
    vote: async (execution: string, step: string, vote: Vote): Promise<ApprovalRecord | undefined> => {
      const added = await update(execution, step, {
        UpdateExpression: 'SET #votes = list_append(#votes, :votes) ADD #voters :voters',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#reply) AND NOT contains(#voters, :voter)',
        ExpressionAttributeNames: { '#votes': 'votes', '#voters': 'voters', '#reply': 'reply' },
        ExpressionAttributeValues: {
          ':votes': [vote],
          ':voters': new Set([`${vote.approved}#${vote.by}`]),
          ':voter': `${vote.approved}#${vote.by}`,
        },
      });
      if (added) return added;
      const standing = await approval(execution, step);
      return standing?.reply ? undefined : standing;
    },

    /** Decides an ask. @returns the reply that stands: an earlier one stays. Undefined when there is no such ask. */
    reply: async (execution: string, step: string, reply: ApprovalReply): Promise<ApprovalReply | undefined> => {
      const decided = await update(execution, step, {
        UpdateExpression: 'SET #reply = :reply',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#reply)',
        ExpressionAttributeNames: { '#reply': 'reply' },
        ExpressionAttributeValues: { ':reply': reply },
      });
      return (decided ?? (await approval(execution, step)))?.reply;
    },

    /** Takes an ask off the open list: its reply has reached the machine, or nobody waits for one any more. */
    settleApproval: async (execution: string, step: string): Promise<void> => {
      await held(
        table.client.send(
          new UpdateCommand({
            ...keyOf(execution, step),
            UpdateExpression: 'REMOVE #list',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: { '#list': 'list' },
          }),
        ),
      );
    },

    /** Open asks, oldest first: also those whose reply has not reached the machine yet. */
    approvals: (page: PageOf) => walkLists(table, { ...page, lists: [open], oldestFirst: true }, toRecord),
  };
};
