import { createHash } from 'node:crypto';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from '../../core/audit.ts';
import { expiry, keptDays, pack, type Table, unpack } from './item.ts';
import { monthsBack, type Page, type PageOf, walkLists } from './lists.ts';

/** What people changed: kept beside its subject, and in one list by time. */
export const audit = (table: Table) => ({
  /** Keeps an entry; the same entry again is the same item. */
  audit: async (entry: AuditEntry): Promise<void> => {
    const record = pack(entry);
    const hash = createHash('sha256').update(JSON.stringify(entry)).digest('hex').slice(0, 12);
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: {
          pk: `audit#${entry.subject}`,
          sk: `${entry.at}#${hash}`,
          list: `audit#${entry.at.slice(0, 7)}`,
          at: entry.at,
          record,
          expires: expiry('audit', entry.at),
        },
      }),
    );
  },

  /** Newest first: of one subject (its newest only, up to the limit), or of all. */
  auditOf: async ({ subject, limit, cursor }: PageOf & { subject?: string }): Promise<Page<AuditEntry>> => {
    if (subject === undefined) {
      const to = table.now().toISOString();
      const from = new Date(Date.parse(to) - keptDays.audit * 86_400_000).toISOString();
      const lists = monthsBack(from, to).map((month) => `audit#${month}`);
      return walkLists(table, { limit, cursor, lists, from, to }, ({ record }) => unpack<AuditEntry>(record as string));
    }
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `audit#${subject}` },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return { items: Items.map(({ record }) => unpack<AuditEntry>(record)) };
  },
});
