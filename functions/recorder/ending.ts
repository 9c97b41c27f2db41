import type { Outcome } from '#runbooks/sdk/wire.ts';
import type { ExecutionEnd, Run } from '../core/execution.ts';

const causeCharacters = 4_000;

/** What a person should read of a cause: of a Lambda's error, which Step Functions keeps as JSON text, its message. */
const readableCause = (cause: string): string => {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    if (typeof errorMessage === 'string') return errorMessage;
  } catch {
    // Plain text, as the engine's own causes are.
  }
  return cause;
};

/** The outcome in a machine's output; a machine that says none has not verified anything. */
const outcomeIn = (output: string | undefined): Outcome => {
  const { outcome } = JSON.parse(output ?? '{}') as { outcome?: Outcome };
  return outcome ?? { kind: 'unverified' };
};

const usual: Record<string, { name: string; cause: string }> = {
  failed: { name: 'States.Runtime', cause: 'Step Functions ended the execution and gave no cause.' },
  'timed out': { name: 'States.Timeout', cause: 'The execution took longer than its state machine allows.' },
  aborted: { name: 'StoppedError', cause: 'The execution was stopped, and nobody said why.' },
};

/** How an execution ended, from what Step Functions knows of it; undefined while it runs. */
export const endingOf = ({ status, output, error, cause, endedAt }: Run, now: Date): ExecutionEnd | undefined => {
  if (status === 'running') return undefined;
  const end = { status, endedAt: endedAt ?? now.toISOString() };
  if (status === 'succeeded') return { ...end, outcome: outcomeIn(output) };
  const { name, cause: why } = usual[status]!;
  return { ...end, error: { name: error || name, cause: readableCause(cause || why).slice(0, causeCharacters) } };
};
