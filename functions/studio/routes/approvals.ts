import type { Manifest } from '#runbooks/sdk/wire.ts';
import { type Answered, type AnswerWorld, answer } from '../../approvals/answer.ts';
import type { ApprovalRecord, ExecutionRecord } from '../../core/execution.ts';
import { mayAnswer, type Person } from '../access.ts';
import type { OpenApproval } from '../contract.ts';
import { conflict, forbidden, unknown } from '../refusal.ts';
import type { Handlers } from '../serve.ts';

/** What asks for approval need from the world. */
export interface ApprovalsWorld extends AnswerWorld {
  /** Open asks, oldest first. */
  approvals(page: { limit: number; cursor?: string }): Promise<{ items: ApprovalRecord[]; cursor?: string }>;
  execution(name: string): Promise<ExecutionRecord | undefined>;
  manifest(runbook: string, digest: string): Promise<Manifest | undefined>;
  /** The team that owns a rule of the live set. */
  ruleOwner(rule: string): Promise<string | undefined>;
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

const cures: Record<Extract<Answered, { kind: 'refused' }>['code'], string> = {
  unknown: 'List the open asks: GET /api/v1/approvals.',
  'already decided': 'Nothing is left to answer.',
  expired: 'Nothing is left to answer.',
  'nobody waits': 'Nothing is left to answer.',
  'another plan': 'Look at the plan again and send its digest as planDigest.',
  'own run': 'Ask an operator of the same team, or an admin.',
};

export const approvals = (world: ApprovalsWorld): Handlers<'listApprovals' | 'answerApproval'> => ({
  listApprovals: async ({ query, person }) => {
    const { items, cursor } = await world.approvals(query);
    // A reply that has not reached the machine yet leaves nothing to answer.
    const open = items.filter(({ reply }) => !reply);
    return { items: await Promise.all(open.map((approval) => opened(world, approval, person))), cursor };
  },
  answerApproval: async ({ params: { execution, step }, body, person }) => {
    const owned = await owners(world, await world.execution(execution));
    if (!mayAnswer(person, owned)) {
      const teams = [...new Set([owned.rule, owned.runbook].filter(Boolean))].join(' or ');
      throw forbidden(
        `${person.name} may not answer this: it belongs to ${teams || 'nobody that is known'}.`,
        'Ask an operator of that team, or an admin.',
      );
    }
    const answered = await answer(world)({ execution, step, by: person.name, ...body });
    switch (answered.kind) {
      case 'decided':
        return { state: answered.reply.approved ? 'approved' : 'denied' };
      case 'counted':
        return { state: 'waiting', missing: answered.missing };
      case 'refused':
        if (answered.code === 'unknown') throw unknown('ask for approval', `${execution}/${step}`, cures.unknown);
        throw conflict(answered.code, answered.reason, cures[answered.code]);
    }
  },
});
