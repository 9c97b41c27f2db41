import type { Problem } from '../../contract.ts';

/** What the API would not do, or why it could not be asked; always with what to do about it. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  /** HTTP; 0 when nobody answered. */
  readonly status: number;
  readonly problem: Problem;
  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
  }
}

/** Whatever was thrown, as a problem that can be shown. */
export const asProblem = (error: unknown): ProblemError =>
  error instanceof ProblemError
    ? error
    : new ProblemError(0, {
        code: 'failed',
        message: `Studio failed: ${error instanceof Error ? error.message : String(error)}.`,
        cure: 'Reload the page; tell us when it happens again.',
      });
