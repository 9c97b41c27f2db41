import type { ApprovalReply } from '#runbooks/sdk/wire.ts';
import type { ApprovalRecord, Vote } from '../core/execution.ts';
import { approvers, type SettleWorld, settle, starter } from './settle.ts';

/** What answering an ask needs from the world. */
export interface AnswerWorld extends SettleWorld {
  approval(execution: string, step: string): Promise<ApprovalRecord | undefined>;
  /** Undefined when the ask has been decided meanwhile. */
  vote(execution: string, step: string, vote: Vote): Promise<ApprovalRecord | undefined>;
  now(): Date;
}

/** A person's answer to an ask. */
export interface Answer {
  execution: string;
  step: string;
  by: string;
  approved: boolean;
  reason?: string;
  /** Digest of the plan that the person saw; needed to approve where the ask has a plan. */
  planDigest?: string;
}

/** What became of an answer. A refusal was not counted, and says why and what to do. */
export type Answered =
  | { kind: 'decided'; reply: ApprovalReply }
  | { kind: 'counted'; approvals: number; quorum: number; missing: string }
  | {
      kind: 'refused';
      code: 'unknown' | 'already decided' | 'expired' | 'another plan' | 'own run' | 'nobody waits';
      reason: string;
    };

const told = ({ approved, by, reason }: ApprovalReply): string =>
  `${approved ? 'approved' : 'denied'} by ${by.join(' and ')}${reason ? `: ${reason}` : ''}`;

const refusalOf = (
  ask: ApprovalRecord,
  answer: Answer,
  startedBy: string | undefined,
  now: Date,
): Answered | undefined => {
  const refused = (code: Extract<Answered, { kind: 'refused' }>['code'], reason: string): Answered => ({
    kind: 'refused',
    code,
    reason,
  });
  if (Date.parse(ask.expiresAt) <= now.getTime())
    return refused('expired', `This ask expired at ${ask.expiresAt}. Start a new run to be asked again.`);
  // A denial needs no plan to have been seen, and is nobody's privilege.
  if (!answer.approved) return undefined;
  if (ask.plan && ask.plan.digest !== answer.planDigest) {
    const saw = answer.planDigest
      ? `You saw the plan ${answer.planDigest.slice(0, 12)}`
      : 'You did not say which plan you saw';
    return refused(
      'another plan',
      `${saw}; the ask is for ${ask.plan.digest.slice(0, 12)}. Look at it and answer again.`,
    );
  }
  if (answer.by === startedBy && ask.quorum === 1)
    return refused('own run', `You started this run, so somebody else must approve it.`);
  return undefined;
};

const missing = (ask: ApprovalRecord, startedBy: string | undefined): string => {
  const by = approvers(ask);
  const left = ask.quorum - by.length;
  if (left > 0) return `${left} more ${left === 1 ? 'person' : 'people'} must approve`;
  return `somebody other than ${startedBy} must approve`;
};

/**
 * One person's answer to an ask: checked against the plan it was given for, counted once a person, and passed to the machine
 * when it decides. Repeating an answer is harmless, and completes what an earlier call left half done.
 */
export const answer =
  (world: AnswerWorld) =>
  async (given: Answer): Promise<Answered> => {
    const { execution, step, by, approved, reason } = given;
    const ask = await world.approval(execution, step);
    if (!ask)
      return { kind: 'refused', code: 'unknown', reason: `Nothing is asked at step “${step}” of ${execution}.` };
    const late = async (standing: ApprovalRecord): Promise<Answered> => {
      const settled = await settle(world)(standing);
      return {
        kind: 'refused',
        code: 'already decided',
        reason: `This ask is closed: ${settled && told(settled.reply)}.`,
      };
    };
    if (ask.reply) return late(ask);
    const startedBy = starter(await world.execution(execution));
    const refusal = refusalOf(ask, given, startedBy, world.now());
    if (refusal) return refusal;

    const at = world.now().toISOString();
    const standing = await world.vote(execution, step, { by, approved, at, ...(reason && { reason }) });
    if (!standing) return late((await world.approval(execution, step)) ?? ask);
    const settled = await settle(world)(standing);
    if (settled?.delivered) return { kind: 'decided', reply: settled.reply };
    if (settled) {
      const reason = 'The run does not wait for this answer any more: it has ended, or its time has passed.';
      return { kind: 'refused', code: 'nobody waits', reason };
    }
    return {
      kind: 'counted',
      approvals: approvers(standing).length,
      quorum: ask.quorum,
      missing: missing(standing, startedBy),
    };
  };
