import { StatusIndicator, type StatusIndicatorProps } from '@cloudscape-design/components';
import type { Execution } from '../api/nouns.ts';

const types: Record<Execution['status'], StatusIndicatorProps.Type> = {
  running: 'in-progress',
  succeeded: 'success',
  failed: 'error',
  aborted: 'stopped',
  'timed out': 'error',
};

/** What an execution came to, in words. */
export const outcomeOf = ({ outcome }: Execution): string | undefined => {
  switch (outcome?.kind) {
    case undefined:
      return undefined;
    case 'effective':
      return 'it helped';
    case 'ineffective':
      return 'it did not help';
    case 'nothing to do':
      return 'nothing to do';
    case 'planned':
      return 'planned only';
    case 'denied':
      return `denied by ${outcome.by}`;
    case 'expired':
      return 'nobody answered in time';
    case 'unverified':
      return 'done, not verified';
  }
};

const typeOf = (execution: Execution, waits: boolean): StatusIndicatorProps.Type => {
  if (waits && execution.status === 'running') return 'pending';
  if (execution.status !== 'succeeded') return types[execution.status];
  const kind = execution.outcome?.kind;
  if (kind === 'ineffective' || kind === 'expired') return 'warning';
  return kind === 'denied' ? 'stopped' : 'success';
};

/** Where an execution stands and what it came to. */
export const Standing = ({ execution, waits = false }: { execution: Execution; waits?: boolean }) => {
  const outcome = outcomeOf(execution);
  const status = waits && execution.status === 'running' ? 'waits for people' : execution.status;
  return (
    <StatusIndicator type={typeOf(execution, waits)}>
      <span className="words">
        {status}
        {outcome ? `: ${outcome}` : ''}
      </span>
    </StatusIndicator>
  );
};
