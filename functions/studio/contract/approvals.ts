import { z } from 'zod';
import { page, paging } from './common.ts';
import { approval } from './executions.ts';
import { change, look } from './route.ts';

const openApproval = z.intersection(
  approval,
  z.object({
    runbook: z.string(),
    rule: z.string().optional(),
    target: z.string().optional(),
    /** Whether the person who asks may answer it. */
    mine: z.boolean(),
  }),
);
export type OpenApproval = z.infer<typeof openApproval>;

export const approvals = {
  listApprovals: look('/api/v1/approvals', page(openApproval), z.object(paging)),
  answerApproval: change(
    'POST',
    '/api/v1/approvals/:execution/:step',
    z.object({
      approved: z.boolean(),
      reason: z.string().max(1000).optional(),
      /** The plan that the person saw: the answer holds for this one only. Needed to approve where there is a plan. */
      planDigest: z.string().optional(),
    }),
    z.object({
      /** `waiting` until enough people have approved. */
      state: z.enum(['approved', 'denied', 'waiting']),
      /** Who is still needed, in words. */
      missing: z.string().optional(),
    }),
  ),
};
