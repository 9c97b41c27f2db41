import type { Watch } from '../adapters/watch.ts';
import type { ExecutionEnd } from '../core/execution.ts';
import { ended } from '../core/metrics.ts';

type Close = (execution: string, end: ExecutionEnd) => Promise<boolean>;

/** Lets the end of an execution be seen, once: by the one call that closed it. */
export const seen =
  (watch: Watch, close: Close): Close =>
  async (execution, end) => {
    const first = await close(execution, end);
    if (!first) return false;
    const { status, outcome, error } = end;
    const result = status === 'succeeded' ? (outcome?.kind ?? 'unverified') : status;
    watch.say(`execution ${result}`, { execution, status, outcome, error: error?.name });
    watch.count(ended(result));
    return true;
  };
