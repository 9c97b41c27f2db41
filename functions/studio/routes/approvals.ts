import type { Manifest } from '#runbooks/sdk/wire.ts';
import type { ApprovalRecord, ExecutionRecord } from '../../core/execution.ts';
import { mayAnswer, type Person } from '../access.ts';
import type { OpenApproval } from '../contract.ts';
import { conflict, forbidden, unknown } from '../refusal.ts';
import type { Handlers } from '../serve.ts';

/** One person's word on an ask. */
export interface Vote {
  by: string;
  approved: boolean;
  reason?: string;
}

/** What asks for approval need from the world. */
export interface ApprovalsWorld {
  approval(execution: string, step: string): Promise<ApprovalRecord | undefined>;
  openApprovals(): Promise<ApprovalRecord[]>;
  execution(name: string): Promise<ExecutionRecord | undefined>;
  manifest(runbook: string, digest: string): Promise<Manifest | undefined>;
  /** The team that owns a rule of the live set. */
  ruleOwner(rule: string): Promise<string | undefined>;
  /** Counts the vote and lets the run go on, or end, once that decides it. */
  vote(approval: ApprovalRecord, vote: Vote): Promise<'approved' | 'denied' | 'waiting'>;
  now(): Date;
}

const owners = async (world: ApprovalsWorld, run: ExecutionRecord | undefined) =>
  run
    ? {
        rule: run.rule === undefined ? undefined : await world.ruleOwner(run.rule),
        runbook: (await world.manifest(run.runbook, run.digest))?.owner,
      }
    : {};

const opened = async (world: ApprovalsWorld, approval: ApprovalRecord, person: Person): Promise<OpenApproval> => {
  const run = await world.execution(approval.execution);
  return {
    ...approval,
    runbook: run?.runbook ?? '',
    rule: run?.rule,
    target: run?.target,
    mine: mayAnswer(person, await owners(world, run)),
  };
};

export const approvals = (world: ApprovalsWorld): Handlers<'listApprovals' | 'answerApproval'> => ({
  listApprovals: async ({ person }) => ({
    items: await Promise.all((await world.openApprovals()).map((approval) => opened(world, approval, person))),
  }),
  answerApproval: async ({ params, body, person }) => {
    const approval = await world.approval(params.execution, params.step);
    if (!approval)
      throw unknown(
        'ask for approval',
        `${params.execution}/${params.step}`,
        'List those open: GET /api/v1/approvals.',
      );
    const owned = await owners(world, await world.execution(params.execution));
    if (!mayAnswer(person, owned)) {
      const teams = [...new Set([owned.rule, owned.runbook].filter(Boolean))].join(' or ');
      throw forbidden(
        `${person.name} may not answer this: it belongs to ${teams || 'nobody that is known'}.`,
        'Ask an operator of that team, or an admin.',
      );
    }
    if (approval.reply || new Date(approval.expiresAt) <= world.now())
      throw conflict(
        'already answered',
        `This ask is closed: ${approval.reply ? `${approval.reply.approved ? 'approved' : 'denied'} by ${approval.reply.by.join(', ')}` : `it expired at ${approval.expiresAt}`}.`,
        'Nothing is left to answer.',
      );
    if (body.approved && approval.plan && body.planDigest !== approval.plan.digest)
      throw conflict(
        'another plan',
        body.planDigest
          ? 'The plan is not the one that this approval was given for.'
          : 'An approval must say which plan it is for.',
        `Look at the plan again and send its digest as planDigest: ${approval.plan.digest}.`,
      );
    const state = await world.vote(approval, { by: person.name, approved: body.approved, reason: body.reason });
    const approvedBy = new Set(approval.votes.filter(({ approved }) => approved).map(({ by }) => by));
    if (body.approved) approvedBy.add(person.name);
    return { state, approvals: approvedBy.size, quorum: approval.quorum };
  },
});
