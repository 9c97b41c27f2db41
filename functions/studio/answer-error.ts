import type { Context } from 'hono';
import type { Problem } from './contract.ts';
import { RefusedError } from './refusal.ts';

const answer = (c: Context, status: RefusedError['status'], error: Problem): Response => c.json({ error }, status);

/** Errors of the core and the stores that a caller can do something about, by name; their messages are made for people. */
const known: Record<string, { status: RefusedError['status']; cure: string }> = {
  ParametersError: { status: 400, cure: 'Put right what is listed in faults.' },
  InvalidCursorError: { status: 400, cure: 'Ask for the first page, without a cursor.' },
  RuleSetConflictError: { status: 409, cure: 'Read the live set again, put your change on top of it and apply again.' },
  RuleSetMissingError: { status: 404, cure: 'List those there are: GET /api/v1/rules/versions.' },
  NotPublishedError: { status: 409, cure: 'Publish the runbook in this region, then run it again.' },
  ObjectMissingError: { status: 404, cure: 'It was removed by the bucket’s expiry; run the runbook again.' },
  ObjectChangedError: { status: 500, cure: 'Run the runbook again.' },
  BundleChangedError: { status: 500, cure: 'Publish the runbook again.' },
};

/** Turns whatever was thrown into the API's one form of a problem; what nobody foresaw is logged and not shown. */
export const answerError = (error: Error, c: Context): Response => {
  if (error instanceof RefusedError) return answer(c, error.status, error.problem);
  const ours = known[error.name];
  if (ours) {
    const { faults } = error as { faults?: Problem['faults'] };
    return answer(c, ours.status, { code: error.name, message: error.message, cure: ours.cure, faults });
  }
  console.error(
    JSON.stringify({ level: 'error', message: 'the API failed', path: c.req.path, error: String(error.stack) }),
  );
  return answer(c, 500, {
    code: 'failed',
    message: 'Wolfe failed to answer this.',
    cure: 'Try again; the log of the studio function says what happened.',
  });
};

export const noRoute = (c: Context): Response =>
  c.json(
    {
      error: {
        code: 'no route',
        message: `There is no ${c.req.method} ${c.req.path}.`,
        cure: 'functions/studio/contract.ts lists what there is.',
      },
    },
    404,
  );

export const tooLarge = (c: Context): Response =>
  answer(c, 413, { code: 'too large', message: 'The body is over 5 MB.', cure: 'Send it in parts.' });
