import { z } from 'zod';
import { page } from './common.ts';
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
  listApprovals: look('/api/v1/approvals', page(openApproval)),
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
      /** `waiting` until as many people as the quorum says have approved. */
      state: z.enum(['approved', 'denied', 'waiting']),
      approvals: z.number(),
      quorum: z.number(),
    }),
  ),
};
