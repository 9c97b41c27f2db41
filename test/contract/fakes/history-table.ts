import type { HistoryTable } from '#functions/adapters/history-table.ts';
import type { AuditEntry } from '#functions/core/audit.ts';
import type { Decision } from '#functions/core/decision.ts';
import type { ApprovalRecord, ExecutionRecord, StepRecord, Telling } from '#functions/core/execution.ts';
import { type Heartbeat, interval } from '#functions/core/heartbeat.ts';

interface Head {
  record: ExecutionRecord;
  list: 'running' | 'closing' | 'settled';
}
interface Ask {
  record: ApprovalRecord;
  open: boolean;
}

const copy = <T>(value: T): T => structuredClone(value);
const newestFirst = (a: { at: string }, b: { at: string }) => (a.at < b.at ? 1 : -1);
const within = (at: string, from = '0', to = '~') => at >= from && at <= to;

/** Pages by position; the cursor is the number of those given before. */
const pageOf = <T>(all: T[], { limit, cursor = '0' }: { limit: number; cursor?: string }) => {
  const start = Number(cursor);
  const next = start + limit;
  return { items: copy(all.slice(start, next)), ...(next < all.length && { cursor: String(next) }) };
};

/** The history table in memory. */
export const fakeHistory = (): HistoryTable => {
  const decisions = new Map<string, Decision>();
  const heads = new Map<string, Head>();
  const steps = new Map<string, Map<string, StepRecord>>();
  const tellings = new Map<string, Record<string, Telling>>();
  const asks = new Map<string, Ask>();
  const entries = new Map<string, AuditEntry>();
  const beats = new Map<string, Heartbeat>();
  const beatKey = ({ region, identity }: Heartbeat) => `${region}#${identity}`;

  const askOf = (execution: string, step: string) => asks.get(JSON.stringify([execution, step]));
  const inList = (list: Head['list']) =>
    [...heads.values()]
      .filter((head) => head.list === list)
      .map(({ record }) => record)
      .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));

  return {
    beat: async (beat) => {
      const known = beats.get(beatKey(beat));
      if (known && known.at >= beat.at) return;
      const everySeconds = interval(known, beat);
      beats.set(beatKey(beat), { ...known, ...beat, ...(everySeconds !== undefined && { everySeconds }) });
    },
    heartbeats: async ({ region, ...page }) =>
      pageOf(
        [...beats.values()]
          .filter((one) => region === undefined || one.region === region)
          .sort((a, b) => (a.at < b.at ? -1 : 1)),
        page,
      ),
    markHeartbeat: async (heartbeat, missingSince) => {
      const { missingSince: _, ...known } = beats.get(beatKey(heartbeat))!;
      beats.set(beatKey(heartbeat), { ...known, ...(missingSince !== undefined && { missingSince }) });
    },

    recordDecision: async (decision) => {
      if (decisions.get(decision.id)?.kind !== 'started') decisions.set(decision.id, copy(decision));
    },
    decision: async (id) => copy(decisions.get(id)),
    decisions: async ({ from, to, kind, rule, alert, ...page }) =>
      pageOf(
        [...decisions.values()]
          .filter((decision) => within(decision.receivedAt, from, to))
          .filter((decision) => kind === undefined || decision.kind === kind)
          .filter((decision) => alert === undefined || decision.alert?.name === alert)
          .filter(({ rules }) => rule === undefined || rules.some((one) => one.rule === rule))
          .sort((a, b) => newestFirst({ at: a.receivedAt }, { at: b.receivedAt })),
        page,
      ),

    open: async (record) => {
      const head = heads.get(record.execution);
      if (head && head.record.status !== 'running') return false;
      heads.set(record.execution, { record: copy(record), list: 'running' });
      return true;
    },
    close: async (execution, end) => {
      const head = heads.get(execution);
      if (head?.record.status !== 'running') return false;
      heads.set(execution, { record: { ...head.record, ...copy(end) }, list: 'closing' });
      return true;
    },
    settle: async (execution) => {
      const head = heads.get(execution);
      if (head?.list === 'closing') head.list = 'settled';
    },
    cleared: async (execution, at) => {
      const head = heads.get(execution);
      if (head) head.record.clearedAt ??= at;
    },
    execution: async (execution) => copy(heads.get(execution)?.record),
    executions: async ({ from, to, limit, cursor, ...equal }) =>
      pageOf(
        (['running', 'closing', 'settled'] as const)
          .flatMap((list) => inList(list).reverse())
          .filter((record) => within(record.startedAt, from, to))
          .filter((record) =>
            Object.entries(equal).every(
              ([key, value]) => value === undefined || record[key as keyof ExecutionRecord] === value,
            ),
          ),
        { limit, cursor },
      ),
    running: async (page) => pageOf(inList('running'), page),
    closing: async (page) => pageOf(inList('closing'), page),

    beginStep: async (begin) => {
      const ofExecution = steps.get(begin.execution) ?? new Map<string, StepRecord>();
      steps.set(begin.execution, ofExecution);
      const before = ofExecution.get(begin.step);
      const tries = (before?.tries ?? 0) + 1;
      ofExecution.set(begin.step, { ...begin, at: before?.at ?? begin.at, status: 'running', tries });
      return tries;
    },
    endStep: async (end) => {
      const begun = steps.get(end.execution)?.get(end.step);
      if (begun?.tries === end.tries)
        steps.get(end.execution)?.set(end.step, { ...copy(end), kind: begun.kind, at: begun.at });
    },
    steps: async (execution) =>
      copy([...(steps.get(execution)?.values() ?? [])].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))),
    markTold: async (execution, channel, telling) => {
      tellings.set(execution, { ...tellings.get(execution), [channel]: copy(telling) });
    },
    told: async (execution) => copy(tellings.get(execution) ?? {}),

    ask: async (record) => {
      const before = askOf(record.execution, record.step)?.record;
      const { askedAt = record.askedAt, votes = [], reply } = before ?? {};
      const standing = { ...copy(record), askedAt, votes, ...(reply && { reply }) };
      asks.set(JSON.stringify([record.execution, record.step]), { record: standing, open: true });
      return copy(standing);
    },
    approval: async (execution, step) => copy(askOf(execution, step)?.record),
    approvalsOf: async (execution) =>
      copy([...asks.values()].map(({ record }) => record).filter((record) => record.execution === execution)),
    vote: async (execution, step, vote) => {
      const record = askOf(execution, step)?.record;
      if (!record || record.reply) return undefined;
      if (!record.votes.some(({ by, approved }) => by === vote.by && approved === vote.approved))
        record.votes.push(copy(vote));
      return copy(record);
    },
    reply: async (execution, step, reply) => {
      const record = askOf(execution, step)?.record;
      if (!record) return undefined;
      record.reply ??= copy(reply);
      return copy(record.reply);
    },
    settleApproval: async (execution, step) => {
      const ask = askOf(execution, step);
      if (ask) ask.open = false;
    },
    approvals: async (page) =>
      pageOf(
        [...asks.values()]
          .filter(({ open }) => open)
          .map(({ record }) => record)
          .sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1)),
        page,
      ),

    audit: async (entry) => {
      entries.set(JSON.stringify(entry), copy(entry));
    },
    auditOf: async ({ subject, ...page }) =>
      pageOf(
        [...entries.values()].filter((entry) => subject === undefined || entry.subject === subject).sort(newestFirst),
        page,
      ),
  };
};
