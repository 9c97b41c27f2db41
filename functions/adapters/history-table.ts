import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { approvals } from './history/approvals.ts';
import { audit } from './history/audit.ts';
import { decisions } from './history/decisions.ts';
import { executions } from './history/executions.ts';
import { heartbeats } from './history/heartbeats.ts';
import { steps } from './history/steps.ts';

/**
 * What happened and why: decisions, executions with their steps, asks and tellings, audit, heartbeats. Single-item writes only; each verb may
 * be repeated. Keys: `decision#<id>`, `execution#<name>` (head, step#, approval#, told#), `audit#<subject>`, `heartbeat#<region>#<identity>`; the index `byTime`
 * holds lists by day or month, and short lists of what is not finished.
 */
export const historyTable = (client: DynamoDBDocumentClient, name: string, now = () => new Date()) => {
  const table = { client, name, now };
  return {
    ...decisions(table),
    ...executions(table),
    ...steps(table),
    ...approvals(table),
    ...audit(table),
    ...heartbeats(table),
  };
};

/** The verbs of the history table; pipes pick those that they need. */
export type HistoryTable = ReturnType<typeof historyTable>;
