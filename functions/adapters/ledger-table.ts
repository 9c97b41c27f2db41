import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { claims } from './ledger/claims.ts';
import { counts } from './ledger/counts.ts';
import { ledgerItems } from './ledger/items.ts';
import { locks } from './ledger/locks.ts';
import { sightings } from './ledger/sightings.ts';
import { steps } from './ledger/steps.ts';

/**
 * The regional table that guardrails stand on: claims, counts, locks, marks of steps, signatures seen. Every write is to
 * one item under a condition, and repeats harmlessly.
 * @param now the clock that leases, counts and expiries are told by.
 */
export const ledgerTable = (client: DynamoDBDocumentClient, table: string, now: () => Date = () => new Date()) => {
  const items = ledgerItems(client, table, now);
  return { ...claims(items), ...counts(items), ...locks(items), ...steps(items), ...sightings(items) };
};
export type LedgerTable = ReturnType<typeof ledgerTable>;
