import type { ApprovalReply } from '#runbooks/sdk/wire.ts';
import type { ApprovalRecord, ExecutionRecord } from '../core/execution.ts';

/** What deciding an ask needs from the world. */
export interface SettleWorld {
  execution(execution: string): Promise<ExecutionRecord | undefined>;
  /** @returns the reply that stands: an earlier one stays. */
  reply(execution: string, step: string, reply: ApprovalReply): Promise<ApprovalReply | undefined>;
  /** False when nobody waits for the token any more. The execution says in which region somebody might. */
  succeed(token: string, reply: ApprovalReply, execution: string): Promise<boolean>;
  settleApproval(execution: string, step: string): Promise<void>;
}

/** Different people who approved. */
export const approvers = ({ votes }: ApprovalRecord): string[] => [
  ...new Set(votes.filter(({ approved }) => approved).map(({ by }) => by)),
];

/** Who started the execution by hand, if a person did. */
export const starter = (execution: ExecutionRecord | undefined): string | undefined =>
  execution && 'person' in execution.cause ? execution.cause.person : undefined;

/**
 * What the votes come to: one denial decides; approvals decide when they are as many as the quorum, and not all from the one
 * who started the run. Undefined while that is open.
 */
export const decided = (ask: ApprovalRecord, startedBy: string | undefined): ApprovalReply | undefined => {
  const denial = ask.votes.find(({ approved }) => !approved);
  if (denial) return { approved: false, by: [denial.by], ...(denial.reason && { reason: denial.reason }) };
  const by = approvers(ask);
  return by.length >= ask.quorum && by.some((person) => person !== startedBy) ? { approved: true, by } : undefined;
};

/** An ask that is decided; `delivered` says whether its run still waited for the reply. */
export interface Settled {
  reply: ApprovalReply;
  delivered: boolean;
}

/**
 * Brings an ask whose votes decide it to its end: the reply is kept, then given to the machine, then the ask taken off the open
 * list. Each part may be repeated, and each repeat goes on where the last one broke off.
 * @returns undefined while the ask is open.
 */
export const settle =
  (world: SettleWorld) =>
  async (ask: ApprovalRecord): Promise<Settled | undefined> => {
    const { execution, step, token } = ask;
    const wanted = ask.reply ?? decided(ask, starter(await world.execution(execution)));
    if (!wanted) return undefined;
    const reply = ask.reply ?? (await world.reply(execution, step, wanted)) ?? wanted;
    const delivered = await world.succeed(token, reply, execution);
    await world.settleApproval(execution, step);
    return { reply, delivered };
  };
