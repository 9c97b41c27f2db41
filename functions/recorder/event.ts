import type { EventBridgeEvent } from 'aws-lambda';
import { statusOf } from '../adapters/machines.ts';
import type { Run } from '../core/execution.ts';

/** What EventBridge says of an execution; members that were too large for the event are null. */
interface Detail {
  executionArn: string;
  name: string;
  status: string;
  /** Epoch milliseconds. */
  stopDate?: number | null;
  output?: string | null;
  error?: string | null;
  cause?: string | null;
}

/** `Step Functions Execution Status Change`, of the bus that every account has. */
export type StatusChange = EventBridgeEvent<'Step Functions Execution Status Change', Detail>;

/** The execution that an event speaks of. */
export interface Changed {
  execution: string;
  executionArn: string;
  run: Run;
  /** False when the event leaves out what it was too small for: the execution itself must be asked. */
  whole: boolean;
}

/** Reads the event. */
export const changed = ({ detail }: StatusChange): Changed => {
  const { executionArn, name, stopDate, output, error, cause } = detail;
  const status = statusOf(detail.status);
  return {
    execution: name,
    executionArn,
    run: {
      status,
      ...(typeof output === 'string' && { output }),
      ...(typeof error === 'string' && { error }),
      ...(typeof cause === 'string' && { cause }),
      ...(typeof stopDate === 'number' && { endedAt: new Date(stopDate).toISOString() }),
    },
    whole: status === 'succeeded' ? typeof output === 'string' : status !== 'failed' || typeof error === 'string',
  };
};
