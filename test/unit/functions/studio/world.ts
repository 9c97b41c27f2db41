import { createHash } from 'node:crypto';
import type { AuditEntry } from '#functions/core/audit.ts';
import type { Decision } from '#functions/core/decision.ts';
import type { ApprovalRecord, ExecutionRecord, StepRecord, Telling } from '#functions/core/execution.ts';
import type { Live, Release } from '#functions/core/live.ts';
import type { Role } from '#functions/studio/access.ts';
import type { StudioWorld } from '#functions/studio/app.ts';
import type { Manifest } from '#runbooks/sdk/wire.ts';

/** A moment that all records of this world are told by. */
export const noon = new Date('2026-11-21T12:00:00.000Z');
export const digest = 'd'.repeat(64);
export const planDigest = 'e'.repeat(64);

/** A token for each kind of person: `<name>-token`. */
const people: { name: string; roles: Role[]; teams: string[] }[] = [
  { name: 'vera', roles: ['viewer'], teams: ['cloud-infra'] },
  { name: 'olaf', roles: ['operator'], teams: ['cloud-infra'] },
  { name: 'otto', roles: ['operator'], teams: ['billing'] },
  { name: 'anna', roles: ['author'], teams: ['cloud-infra'] },
  { name: 'ada', roles: ['admin'], teams: [] },
];

export const manifest: Manifest = {
  runbook: 'clear-disk',
  summary: 'Free disk space.',
  owner: 'cloud-infra',
  params: {
    type: 'object',
    properties: { instance: { type: 'string' }, limit: { type: 'number', default: 80 } },
    required: ['instance'],
    additionalProperties: false,
  },
  target: 'ec2:{instance}',
  systems: [],
  steps: [
    { name: 'measure', kind: 'diagnose' },
    { name: 'prune', kind: 'remediate' },
    { name: 'recovered', kind: 'verify' },
  ],
  prose: '# clear-disk\nFrees disk space.',
};

export const release: Release = {
  runbook: 'clear-disk',
  digest,
  params: manifest.params,
  target: manifest.target,
  remediates: true,
  releasedAt: noon.toISOString(),
  by: 'ada',
};

export const decision: Decision = {
  id: '20261121T115900000Z-aa',
  kind: 'refused',
  receivedAt: '2026-11-21T11:59:00.000Z',
  decidedAt: '2026-11-21T11:59:00.100Z',
  region: 'us-east-1',
  alert: {
    name: 'DiskFull',
    status: 'firing',
    labels: { instance: 'i-1', evil: '\u001b]0;owned\u0007\u202Etxt' },
    annotations: {},
    source: 'alertmanager',
    startsAt: '2026-11-21T11:58:00.000Z',
    fingerprint: 'f1',
  },
  episode: 'a'.repeat(64),
  reason: 'disk-full: cooldown until 12:30',
  rules: [
    {
      rule: 'disk-full',
      runbook: 'clear-disk',
      mode: 'auto',
      verdicts: [
        { guardrail: 'kill switch', allowed: true },
        { guardrail: 'cooldown', allowed: false, reason: 'ran 30 min ago', until: '2026-11-21T12:30:00.000Z' },
      ],
      result: { kind: 'refused', guardrail: 'cooldown', reason: 'ran 30 min ago' },
      target: 'ec2:i-1',
    },
  ],
  ruleSet: 1,
  message: { id: 'm-1', index: 0 },
};

export const waiting: ExecutionRecord = {
  execution: 'disk-full-1',
  runbook: 'clear-disk',
  digest,
  region: 'us-east-1',
  mode: 'approve',
  status: 'running',
  rule: 'disk-full',
  alert: 'DiskFull',
  cause: { decision: decision.id },
  target: 'ec2:i-1',
  params: { instance: 'i-1', limit: 80 },
  startedAt: '2026-11-21T11:59:01.000Z',
};

export const ended: ExecutionRecord = {
  ...waiting,
  execution: 'disk-full-0',
  status: 'succeeded',
  outcome: { kind: 'effective', step: 'recovered' },
  startedAt: '2026-11-21T11:00:00.000Z',
  endedAt: '2026-11-21T11:01:05.000Z',
};

export const measured: StepRecord = {
  execution: 'disk-full-1',
  step: 'measure',
  kind: 'diagnose',
  at: '2026-11-21T11:59:01.500Z',
  endedAt: '2026-11-21T11:59:02.000Z',
  status: 'succeeded',
  tries: 1,
  value: { usedPercent: 93 },
  console: 'df says 93\u001b[31m%',
};

export const ask: ApprovalRecord = {
  execution: 'disk-full-1',
  step: 'prune',
  token: 'task-token-of-the-engine',
  plan: {
    digest: planDigest,
    steps: [{ step: 'prune', kind: 'remediate', calls: [{ system: 'host', verb: 'run', args: ['docker-prune'] }] }],
  },
  quorum: 1,
  askedAt: '2026-11-21T11:59:03.000Z',
  expiresAt: '2026-11-21T13:00:00.000Z',
  votes: [],
};

export const diskFull = {
  rule: 'disk-full',
  owner: 'cloud-infra',
  mode: 'auto',
  when: { name: ['DiskFull'], labels: { instance: [{ exists: true }] } },
  run: 'clear-disk',
  with: { instance: '{% labels.instance %}' },
};

/** A world in memory that one can look into. */
export const aWorld = () => {
  const seen = {
    audit: [] as AuditEntry[],
    sent: [] as { body: string; source: string | undefined; encoding?: string }[],
    started: [] as { runbook: string; execution: string; input: unknown }[],
    stopped: [] as { execution: string; why: string }[],
    replies: [] as { token: string; output: unknown }[],
  };
  const live: Live = {
    ruleSet: { version: 1, at: noon.toISOString(), by: 'ada', rules: 1 },
    switches: [],
    releases: [release],
    mappings: [],
    heartbeats: undefined,
  };
  const sets = new Map<number, unknown[]>([[1, [diskFull]]]);
  const heads = [live.ruleSet!];
  const executions = new Map<string, ExecutionRecord>([waiting, ended].map((one) => [one.execution, one]));
  const approvals = new Map<string, ApprovalRecord>([[`${ask.execution}/${ask.step}`, ask]]);
  const claims = new Map<string, { by: string; done: boolean }>();
  const locks = new Map<string, string>([['ec2:i-locked', 'somebody-else']]);
  const more: Decision[] = [];
  const steps: StepRecord[] = [measured];
  const told: Record<string, Telling> = { slack: { at: noon.toISOString(), ref: '#cloud-infra' } };

  const world: StudioWorld = {
    environment: 'dev',
    region: 'us-east-1',
    now: () => noon,
    tokens: async () => ({
      tokens: people.map((one) => ({
        ...one,
        sha256: createHash('sha256').update(`${one.name}-token`).digest('hex'),
      })),
    }),
    audit: async (entry) => void seen.audit.push(entry),
    auditOf: async ({ subject }) => ({ items: seen.audit.filter((entry) => entry.subject === subject) }),
    send: async ({ body, encoding }, source) => {
      seen.sent.push({ body, source, ...(encoding && { encoding }) });
      return `m-${seen.sent.length}`;
    },
    decision: async (id) => (id === decision.id ? decision : undefined),
    decisions: async ({ kind, message }) => ({
      items: [decision, ...more].filter(
        (one) => (!kind || one.kind === kind) && (!message || one.message.id === message),
      ),
    }),
    unlock: async (target) => void locks.delete(target),
    fetch: async ({ $pointer: { key } }) => ({ behind: key }),
    execution: async (name) => executions.get(name),
    executions: async ({ status, limit }) => ({
      items: [...executions.values()].filter((one) => !status || one.status === status).slice(0, limit),
    }),
    steps: async (name) => steps.filter(({ execution }) => execution === name),
    told: async () => told,
    manifest: async (runbook) => (runbook === manifest.runbook ? manifest : undefined),
    stop: async (_runbook, execution, why) => void seen.stopped.push({ execution, why }),
    approval: async (execution, step) => approvals.get(`${execution}/${step}`),
    approvals: async () => ({ items: [...approvals.values()] }),
    ruleOwner: async (rule) => (rule === 'disk-full' ? 'cloud-infra' : undefined),
    vote: async (execution, step, vote) => {
      const standing = { ...approvals.get(`${execution}/${step}`)!, votes: [vote] };
      approvals.set(`${execution}/${step}`, standing);
      return standing;
    },
    reply: async (execution, step, reply) => {
      approvals.set(`${execution}/${step}`, { ...approvals.get(`${execution}/${step}`)!, reply });
      return reply;
    },
    succeed: async (token, output) => {
      seen.replies.push({ token, output });
      return true;
    },
    settleApproval: async () => {},
    live: async () => live,
    applyMapping: async (applied) => void live.mappings.push(applied),
    removeMapping: async (source) => {
      live.mappings = live.mappings.filter(({ mapping }) => mapping.source !== source);
    },
    heartbeats: async () => ({ items: [] }),
    watchHeartbeats: async (watch) => {
      live.heartbeats = watch;
    },
    setSwitch: async (state) => void live.switches.push(state),
    runbookVersions: async () => [{ digest, publishedAt: noon.toISOString(), by: 'ada' }],
    ruleSet: async (version) => sets.get(version)!,
    ruleSets: async () => [...heads].reverse(),
    apply: async (rules, by, expected) => {
      if (expected !== undefined && expected !== live.ruleSet?.version)
        throw Object.assign(new Error('The live rule set is another one.'), { name: 'RuleSetConflictError' });
      const version = heads.length + 1;
      live.ruleSet = { version, at: noon.toISOString(), by, rules: rules.length };
      heads.push(live.ruleSet);
      sets.set(version, rules);
      return { version };
    },
    claim: async (execution, { by }) => {
      const held = claims.get(execution);
      if (!held) claims.set(execution, { by, done: false });
      return { mine: !held || held.by === by, started: held?.done ?? false };
    },
    unclaim: async (execution) => void claims.delete(execution),
    lock: async (target, execution) => {
      const by = locks.get(target) ?? execution;
      if (by !== execution) return { held: false, by, until: '2026-11-21T12:15:00.000Z' };
      locks.set(target, execution);
      return { held: true, fence: 7 };
    },
    open: async (record) => {
      if (executions.get(record.execution)?.endedAt) return false;
      executions.set(record.execution, record);
      return true;
    },
    start: async ({ runbook, execution, input }) => void seen.started.push({ runbook, execution, input }),
    started: async (execution, by) => void claims.set(execution, { by, done: true }),
  };
  /** An alert of a name that no rule matched. */
  const unmatched = (name: string): void => {
    const alert = { ...decision.alert!, name };
    more.push({ ...decision, id: `${decision.id}-${name}`, kind: 'unmatched', alert, rules: [], reason: 'no rule' });
  };
  return { world, seen, live, executions, steps, unmatched };
};
