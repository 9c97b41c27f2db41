import type { ApprovalCall } from '#runbooks/sdk/wire.ts';
import type { ApprovalRecord, ExecutionRecord, Telling } from '../core/execution.ts';
import type { SlackMessage } from '../core/telling/messages.ts';
import { askMessage } from './message.ts';
import { type SettleWorld, settle } from './settle.ts';

/** What telling people of an ask needs from the world. */
export interface AskingWorld {
  execution(execution: string): Promise<ExecutionRecord | undefined>;
  told(execution: string): Promise<Record<string, Telling>>;
  markTold(execution: string, channel: string, telling: Telling): Promise<void>;
  post(message: { channel: string } & SlackMessage): Promise<string>;
  link(execution: string): string;
  now(): Date;
}

/** What keeping an ask needs from the world. */
export interface ApprovalsWorld extends AskingWorld, SettleWorld {
  /** Keeps the ask, with the votes it had; @returns it as it stands. */
  ask(record: ApprovalRecord): Promise<ApprovalRecord>;
}

/** Tells the people of an ask's rule that somebody must answer it, unless they have been told. */
export const askPeople =
  (world: AskingWorld) =>
  async (ask: ApprovalRecord): Promise<void> => {
    const { execution, step } = ask;
    const record = await world.execution(execution);
    const channel = record?.notify?.slack;
    const noted = `approval#${step}`;
    if (!record || !channel || (await world.told(execution))[noted]) return;
    const ref = await world.post({ channel, ...askMessage(ask, record, world.link(execution)) });
    await world.markTold(execution, noted, { at: world.now().toISOString(), ref });
  };

/**
 * Keeps an ask with its task token and tells people where to answer. Delivered again, it takes the new token and keeps the
 * votes; when those had decided already, the new token is answered at once. That people could not be told does not end the run:
 * the ask is open in Studio and the CLI all the same, and the keeper tells them later.
 * @param failed is told what went wrong with telling.
 */
export const approvals =
  (world: ApprovalsWorld, failed: (error: unknown) => void) =>
  async ({ token, step, state, entered, timeoutSeconds, quorum }: ApprovalCall): Promise<void> => {
    const expiresAt = new Date(Date.parse(entered) + timeoutSeconds * 1000).toISOString();
    const ask = await world.ask({
      execution: state.execution,
      step,
      token,
      ...(state.plan && { plan: state.plan }),
      quorum,
      askedAt: entered,
      expiresAt,
      votes: [],
    });
    if (!(await settle(world)(ask))) await askPeople(world)(ask).catch(failed);
  };
