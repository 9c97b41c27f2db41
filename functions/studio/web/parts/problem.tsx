import { Alert, Button } from '@cloudscape-design/components';
import type { ProblemError } from '../api/problem.ts';
import { Plain } from '../show/plain.tsx';

/** What went wrong and what to do about it. */
export const Problem = ({ problem, again }: { problem: ProblemError | undefined; again?: () => void }) => {
  if (!problem) return undefined;
  const { message, cure, faults } = problem.problem;
  return (
    <Alert
      type={problem.status === 404 ? 'info' : problem.status === 0 || problem.status === 403 ? 'warning' : 'error'}
      header={<Plain text={message} />}
      action={again && <Button onClick={again}>Try again</Button>}
    >
      <Plain text={cure} />
      {faults && (
        <ul>
          {faults.map((fault, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one list, shown once.
            <li key={index}>
              <code>
                <Plain text={fault.path} />
              </code>{' '}
              <Plain text={fault.problem} />
              {fault.cure && (
                <>
                  {' '}
                  — <Plain text={fault.cure} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
};
