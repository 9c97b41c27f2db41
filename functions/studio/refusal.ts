import type { Problem } from './contract.ts';

type Status = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500;

/** The API will not do it: what the caller is told, with the status that HTTP has for it. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly status: Status;
  readonly problem: Problem;
  constructor(status: Status, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
  }
}

/** Nothing of that name is known. */
export const unknown = (noun: string, name: string, cure: string): RefusedError =>
  new RefusedError(404, { code: 'unknown', message: `There is no ${noun} ${JSON.stringify(name)}.`, cure });

/** The person may not do this, although they are known. */
export const forbidden = (message: string, cure: string): RefusedError =>
  new RefusedError(403, { code: 'forbidden', message, cure });

/** What is asked does not fit what is there now. */
export const conflict = (code: string, message: string, cure: string): RefusedError =>
  new RefusedError(409, { code, message, cure });
