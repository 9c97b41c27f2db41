import { type AskingWorld, askPeople } from '../approvals/approvals.ts';
import { type SettleWorld, settle } from '../approvals/settle.ts';
import type { ApprovalRecord, ExecutionEnd, ExecutionRecord, Run } from '../core/execution.ts';
import type { Heartbeat } from '../core/heartbeat.ts';
import { endingOf } from '../recorder/ending.ts';
import { finisher, type RecorderWorld, recorder } from '../recorder/recorder.ts';
import { type HeartbeatsWorld, tellOfHeartbeat } from './heartbeats.ts';

interface Page<T> {
  items: T[];
  cursor?: string;
}
type Pages<T> = (page: { limit: number; cursor?: string }) => Promise<Page<T>>;

/** What the keeper needs from the world. */
export interface KeeperWorld extends RecorderWorld, AskingWorld, SettleWorld, HeartbeatsWorld {
  /** Not closed yet, oldest first. */
  running: Pages<ExecutionRecord>;
  /** Closed, with something left to be done, oldest first. */
  closing: Pages<ExecutionRecord>;
  /** Open asks, oldest first. */
  approvals: Pages<ApprovalRecord>;
  /** Those that this region hears, the longest silent first. */
  heartbeats: Pages<Heartbeat>;
  /** Undefined when Step Functions knows none of that name. */
  describe(runbook: string, execution: string): Promise<Run | undefined>;
}

/** Seconds that the usual way of things is given before the keeper looks after them. */
export interface Patience {
  /** After which an execution's event, or the telling of its end, counts as late. */
  event: number;
  /** After which a start that has not happened will not: its message has been received for the last time by then. */
  start: number;
}

/** What one round did, for its log line. */
export interface Round {
  closed: number;
  finished: number;
  asks: number;
  heartbeats: number;
  /** Each is left for the next round; none keeps the others from their turn. */
  failures: { subject: string; error: unknown }[];
}

/** Items of one kind that one round looks at. */
const atMost = 500;
const pageSize = 100;

const neverStarted = (now: Date): ExecutionEnd => ({
  status: 'aborted',
  endedAt: now.toISOString(),
  error: {
    name: 'NeverStartedError',
    cause: 'Its record was opened, and then it was never started. Nothing was done.',
  },
});

/** The first items of a list. Read whole before work on them begins, since that takes items off the lists. */
const first = async <T>(pages: Pages<T>): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await pages({ limit: pageSize, cursor });
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor && items.length < atMost);
  return items;
};

/**
 * One round after what got lost: executions that ended unseen or never started are closed, what a crash left half done is
 * finished, decided asks are delivered, expired ones closed, and people told of those they have not heard of, and of
 * heartbeats that stay away.
 */
export const keeper = (world: KeeperWorld, patience: Patience) => {
  const record = recorder(world);
  const finish = finisher(world);
  const tell = askPeople(world);
  const deliver = settle(world);
  const listen = tellOfHeartbeat(world);

  return async (): Promise<Round> => {
    const now = world.now();
    const round: Round = { closed: 0, finished: 0, asks: 0, heartbeats: 0, failures: [] };
    const age = (at: string): number => (now.getTime() - Date.parse(at)) / 1000;
    const attempt = async (subject: string, count: Exclude<keyof Round, 'failures'>, work: () => Promise<boolean>) => {
      try {
        if (await work()) round[count] += 1;
      } catch (error) {
        round.failures.push({ subject, error });
      }
    };

    const [running, closing, asks, watch, heartbeats] = await Promise.all([
      first(world.running),
      first(world.closing),
      first(world.approvals),
      world.watch(),
      first(world.heartbeats),
    ]);
    for (const { execution, runbook, startedAt } of running) {
      if (age(startedAt) < patience.event) continue;
      await attempt(execution, 'closed', async () => {
        const run = await world.describe(runbook, execution);
        const end = run ? endingOf(run, now) : age(startedAt) >= patience.start ? neverStarted(now) : undefined;
        if (end) await record(execution, end);
        return end !== undefined;
      });
    }
    for (const execution of closing) {
      if (age(execution.endedAt ?? execution.startedAt) < patience.event) continue;
      await attempt(execution.execution, 'finished', async () => {
        await finish(execution);
        return true;
      });
    }
    for (const ask of asks) {
      await attempt(`${ask.execution}: ${ask.step}`, 'asks', async () => {
        if (await deliver(ask)) return true;
        if (age(ask.expiresAt) >= 0) {
          await world.settleApproval(ask.execution, ask.step);
          return true;
        }
        if (age(ask.askedAt) >= patience.event) await tell(ask);
        return false;
      });
    }
    for (const heartbeat of watch ? heartbeats : [])
      await attempt(`heartbeat ${heartbeat.name} of ${heartbeat.source}`, 'heartbeats', () =>
        listen(heartbeat, watch!),
      );
    return round;
  };
};
