import type { LedgerTable } from '#functions/adapters/ledger-table.ts';
import type { ApprovalRecord, ExecutionEnd, ExecutionRecord } from '#functions/core/execution.ts';
import type { HeartbeatWatch } from '#functions/core/live.ts';
import { studioLink } from '#functions/core/telling/link.ts';
import type { Issue, Post } from '#functions/recorder/people.ts';
import { fakeHistory } from '#test/contract/fakes/history-table.ts';
import { fakeLedger } from '#test/contract/fakes/ledger-table.ts';
import { fakeMachines } from '#test/contract/fakes/machines.ts';

export const prefix = 'arn:aws:states:eu-west-1:000000000000:stateMachine:wolfe-test-';
export const digest = 'd'.repeat(64);

export const execution = (more: Partial<ExecutionRecord> = {}): ExecutionRecord => ({
  execution: 'disk-1',
  runbook: 'jenkins-job',
  digest,
  region: 'eu-west-1',
  mode: 'auto',
  status: 'running',
  rule: 'disk',
  alert: 'NodeDiskPressure',
  cause: { decision: 'd1' },
  target: 'node:n1',
  startedAt: '2026-11-20T11:57:57.000Z',
  notify: { slack: '#ops', jira: { project: 'INFRA' }, onFailure: { slack: '#ops-failed' } },
  ...more,
});

export const ask = (more: Partial<ApprovalRecord> = {}): ApprovalRecord => ({
  execution: 'disk-1',
  step: 'prune',
  token: 'token of disk-1',
  quorum: 1,
  askedAt: '2026-11-20T11:58:00.000Z',
  expiresAt: '2026-11-20T12:58:00.000Z',
  votes: [],
  ...more,
});

export const helped: ExecutionEnd = {
  status: 'succeeded',
  outcome: { kind: 'effective', step: 'recovered' },
  endedAt: '2026-11-20T12:00:00.000Z',
};

/**
 * Slack, Jira and PagerDuty in memory: Slack takes every post, Jira finds what has a label, PagerDuty what has a key. `down` says
 * who does not answer.
 */
export const fakePeople = () => {
  const posts: Post[] = [];
  const issues: Issue[] = [];
  const incidents = new Map<string, { service: string; summary: string }>();
  const down = new Set<'slack' | 'jira' | 'pagerduty'>();
  return {
    posts,
    issues,
    incidents,
    down,
    post: async (message: Post) => {
      if (down.has('slack')) throw new Error('slack: found no one at slack.example');
      posts.push(message);
      return `C1/${posts.length}`;
    },
    issue: async (issue: Issue) => {
      if (down.has('jira')) throw new Error('jira: found no one at jira.example');
      const found = issues.findIndex(({ label }) => label === issue.label);
      if (found >= 0) return `INFRA-${found + 1}`;
      issues.push(issue);
      return `INFRA-${issues.length}`;
    },
    page: async ({ service, key, summary }: { service: string; key: string; summary: string }) => {
      if (down.has('pagerduty')) throw new Error('pagerduty: found no one at pagerduty.example');
      incidents.set(key, { service, summary });
      return key;
    },
    unpage: async ({ key }: { key: string }) => {
      if (down.has('pagerduty')) throw new Error('pagerduty: found no one at pagerduty.example');
      incidents.delete(key);
    },
  };
};

/** All that recorder, approvals and keeper need, in memory; the clock stands where the test puts it. */
export const aWorld = () => {
  const clock = { at: '2026-11-20T12:00:01.000Z' };
  const now = () => new Date(clock.at);
  const history = fakeHistory();
  const ledger: LedgerTable & { locks(): Record<string, string> } = fakeLedger(now);
  const machines = fakeMachines(prefix);
  const people = fakePeople();
  const { post, issue, page, unpage } = people;
  let watch: HeartbeatWatch | undefined;
  const { release, ended } = ledger;
  const { succeed, describe } = machines;
  const world = {
    ...history,
    post,
    issue,
    page,
    unpage,
    watch: async () => watch,
    release,
    ended,
    succeed,
    describe,
    now,
    link: studioLink('https://wolfe.example/'),
  };
  return {
    world,
    clock,
    history,
    ledger,
    machines,
    people,
    /** Who is told of missing heartbeats. */
    watches: (next: HeartbeatWatch) => {
      watch = next;
    },
    /** An execution that runs, holds its lock, and waits at its machine. */
    running: async (record = execution()) => {
      await machines.publish({ runbook: record.runbook, digest: record.digest, definition: '{}', roleArn: 'role' });
      if (record.target) await ledger.lock(record.target, record.execution, 900);
      await history.open(record);
      const { execution: name, runbook } = record;
      const input = { execution: name, runbook, digest, mode: record.mode, params: {}, cause: record.cause };
      await machines.start({ runbook, digest: record.digest, execution: name, input });
    },
    /** Lists that hold what is not finished; all empty when nothing is. */
    unfinished: async () => ({
      running: (await history.running({ limit: 10 })).items.map((one) => one.execution),
      closing: (await history.closing({ limit: 10 })).items.map((one) => one.execution),
      asks: (await history.approvals({ limit: 10 })).items.map((one) => one.step),
      locks: ledger.locks(),
    }),
  };
};
export const nothing = { running: [], closing: [], asks: [], locks: {} };
