import type { Outcome } from '#runbooks/sdk/wire.ts';
import { type DecisionKind, decisionKinds } from './decision.ts';
import type { ExecutionStatus } from './execution.ts';

/** Namespace of all metrics; each has the dimensions `environment`, and `service`, which is always `wolfe`. */
export const namespace = 'Wolfe';

const camel = (words: string): string =>
  words.replaceAll(/(?:^| )(\w)/g, (_match, letter: string) => letter.toUpperCase());

/** Counted by the matcher: each decision, by what it came to. */
export const decided = (kind: DecisionKind): string => `Alerts${camel(kind)}`;
export const decisionMetrics: string[] = decisionKinds.map(decided);

/** Milliseconds from the receipt of an alert to the start of its execution. */
export const receiptToStart = 'ReceiptToStart';

/** What an execution came to: its outcome, or how it failed. */
export type ExecutionResult = Outcome['kind'] | Exclude<ExecutionStatus, 'running' | 'succeeded'>;
const results = [
  'effective',
  'ineffective',
  'unverified',
  'nothing to do',
  'planned',
  'denied',
  'expired',
  'failed',
  'timed out',
  'aborted',
] as const satisfies ExecutionResult[];

/** Counted by the recorder, and by the keeper for those that ended unseen. */
export const ended = (result: ExecutionResult): string => `Executions${camel(result)}`;
export const executionMetrics: string[] = results.map(ended);
