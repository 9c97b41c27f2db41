import type { Execution } from './executions.ts';
import type { Entry } from './journal.ts';

interface Event {
  type: string;
  at: number;
  [details: string]: unknown;
}

const details = (entry: Entry, states: Map<number, string>): Event[] => {
  switch (entry.kind) {
    case 'begin':
      return [
        { type: 'ExecutionStarted', at: entry.begin.at, executionStartedEventDetails: { input: entry.begin.input } },
      ];
    case 'visit':
      states.set(entry.visit, entry.state);
      return entry.retry > 0
        ? []
        : [{ type: 'TaskStateEntered', at: entry.at, stateEnteredEventDetails: { name: entry.state } }];
    case 'result': {
      const output = JSON.stringify(entry.value);
      const name = states.get(entry.visit);
      return [{ type: 'TaskStateExited', at: entry.at, stateExitedEventDetails: { name, output } }];
    }
    case 'error':
      return [{ type: 'TaskFailed', at: entry.at, taskFailedEventDetails: { error: entry.error, cause: entry.cause } }];
    case 'wait':
      return [{ type: 'WaitStateEntered', at: entry.at, stateEnteredEventDetails: { name: entry.state } }];
    case 'end': {
      const { status, output, error, cause, at } = entry.end;
      if (status === 'SUCCEEDED')
        return [{ type: 'ExecutionSucceeded', at, executionSucceededEventDetails: { output } }];
      const kind = { FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted' }[status];
      return [{ type: `Execution${kind}`, at, [`execution${kind}EventDetails`]: { error, cause } }];
    }
    default:
      return [];
  }
};

/** The events of an execution as far as its journal tells them: tasks, waits, start and end; not Choice and Pass. */
export const historyOf = ({ entries }: Execution) => {
  const states = new Map<number, string>();
  return entries
    .flatMap((entry) => details(entry, states))
    .map(({ at, ...event }, index) => ({ ...event, timestamp: at / 1000, id: index + 1, previousEventId: index }));
};
