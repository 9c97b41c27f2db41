import { redelivery } from '#functions/core/redelivery.ts';

/**
 * What Wolfe is made of in one region of one environment, as data. The CDK app and the local world both build exactly this; a test
 * holds one against the other.
 */

/** Keys and index of one table. */
export interface TableShape {
  /** `global` is replicated from the home region; `regional` stays. */
  reach: 'global' | 'regional';
  partition: string;
  sort?: string;
  /** Attribute that holds the expiry in epoch seconds. */
  ttl: string;
  indexes: { name: string; partition: string; sort: string }[];
}

export const tables = {
  rules: { reach: 'global', partition: 'pk', sort: 'sk', ttl: 'expires', indexes: [] },
  history: {
    reach: 'global',
    partition: 'pk',
    sort: 'sk',
    ttl: 'expires',
    indexes: [{ name: 'byTime', partition: 'list', sort: 'at' }],
  },
  ledger: { reach: 'regional', partition: 'pk', ttl: 'expires', indexes: [] },
} as const satisfies Record<string, TableShape>;
export type TableName = keyof typeof tables;

/** Seconds, counts and bytes as SQS has them. The dead-letter queue catches what even the matcher could not set aside. */
export const queues = {
  alerts: { ...redelivery, retentionSeconds: 4 * 86_400, deadLetters: 'dead' },
  dead: { visibilitySeconds: 60, retentionSeconds: 14 * 86_400 },
} as const;
export type QueueName = keyof typeof queues;

/** How a Lambda is reached. */
export type Trigger =
  | { kind: 'http'; routes: string[] }
  | { kind: 'queue'; queue: QueueName; batch: number; windowSeconds: number; concurrency: number }
  | { kind: 'execution status' }
  | { kind: 'schedule'; everySeconds: number }
  | { kind: 'machine' }
  | { kind: 'invoke' };

/** One Lambda: where its code is, how it is reached, what of the environment it is told. */
export interface FunctionShape {
  entry: string;
  summary: string;
  trigger: Trigger;
  timeoutSeconds: number;
  memoryMb: number;
  /** Environment keys it gets; `functions/adapters/env.ts` reads just these. */
  env: readonly EnvKey[];
}

/** Every environment key there is, and what it is made from. */
export const envKeys = {
  ENVIRONMENT: 'the environment: dev, test, prod',
  RULES_TABLE: 'name of the rules table',
  HISTORY_TABLE: 'name of the history table',
  LEDGER_TABLE: 'name of the ledger table',
  BUNDLES_BUCKET: 'name of the region’s bundle bucket',
  ALERTS_QUEUE_URL: 'address of the alerts queue',
  DEAD_QUEUE_URL: 'address of the dead-letter queue',
  INGEST_SECRET: 'name of the secret with each source’s authentication',
  SYSTEM_SECRETS: 'prefix of the systems’ secrets',
  MACHINE_PREFIX: 'ARN of the state machines up to the runbook’s name',
  RUNNER_PREFIX: 'ARN of the runner Lambdas up to the runbook’s name',
  APPROVALS_ARN: 'ARN of the approvals Lambda',
  MACHINE_ROLE_PREFIX: 'ARN of the state machines’ roles up to the runbook’s name',
  RUNBOOK: 'the runbook that this runner serves',
  STUDIO_URL: 'address people open',
  STUDIO_SECRET: 'name of the secret with the Studio API’s own tokens',
} as const;
export type EnvKey = keyof typeof envKeys;

export const functions = {
  ingest: {
    entry: 'functions/ingest/handler.ts',
    summary: 'takes alerts over HTTP, authenticates the source and queues the raw body',
    trigger: { kind: 'http', routes: ['POST /v1/alerts/{source}'] },
    timeoutSeconds: 10,
    memoryMb: 512,
    env: ['ENVIRONMENT', 'ALERTS_QUEUE_URL', 'INGEST_SECRET', 'LEDGER_TABLE'],
  },
  matcher: {
    entry: 'functions/matcher/handler.ts',
    summary: 'reads, matches, judges, translates, starts and records',
    trigger: { kind: 'queue', queue: 'alerts', batch: 10, windowSeconds: 0, concurrency: 10 },
    timeoutSeconds: 30,
    memoryMb: 1024,
    env: [
      'ENVIRONMENT',
      'RULES_TABLE',
      'HISTORY_TABLE',
      'LEDGER_TABLE',
      'BUNDLES_BUCKET',
      'ALERTS_QUEUE_URL',
      'DEAD_QUEUE_URL',
      'MACHINE_PREFIX',
    ],
  },
  recorder: {
    entry: 'functions/recorder/handler.ts',
    summary: 'closes an execution’s history, releases its lock and tells people',
    trigger: { kind: 'execution status' },
    timeoutSeconds: 60,
    memoryMb: 512,
    env: ['ENVIRONMENT', 'HISTORY_TABLE', 'LEDGER_TABLE', 'BUNDLES_BUCKET', 'SYSTEM_SECRETS', 'STUDIO_URL'],
  },
  approvals: {
    entry: 'functions/approvals/handler.ts',
    summary: 'keeps an ask with its task token and tells people where to answer',
    trigger: { kind: 'machine' },
    timeoutSeconds: 30,
    memoryMb: 512,
    env: ['ENVIRONMENT', 'HISTORY_TABLE', 'BUNDLES_BUCKET', 'SYSTEM_SECRETS', 'STUDIO_URL'],
  },
  publisher: {
    entry: 'functions/publisher/handler.ts',
    summary: 'puts a bundle into the region’s bucket, makes its machine version and alias, and moves the release',
    trigger: { kind: 'invoke' },
    timeoutSeconds: 60,
    memoryMb: 512,
    env: [
      'ENVIRONMENT',
      'RULES_TABLE',
      'BUNDLES_BUCKET',
      'MACHINE_PREFIX',
      'RUNNER_PREFIX',
      'APPROVALS_ARN',
      'MACHINE_ROLE_PREFIX',
    ],
  },
  keeper: {
    entry: 'functions/keeper/handler.ts',
    summary: 'finds executions that ended unseen, locks and claims left behind, and heartbeats that stay away',
    trigger: { kind: 'schedule', everySeconds: 60 },
    timeoutSeconds: 60,
    memoryMb: 512,
    env: [
      'ENVIRONMENT',
      'RULES_TABLE',
      'HISTORY_TABLE',
      'LEDGER_TABLE',
      'BUNDLES_BUCKET',
      'MACHINE_PREFIX',
      'SYSTEM_SECRETS',
      'STUDIO_URL',
    ],
  },
  studio: {
    entry: 'functions/studio/handler.ts',
    summary: 'the HTTP API behind Studio and the CLI',
    trigger: { kind: 'http', routes: ['ANY /api/{path+}'] },
    timeoutSeconds: 29,
    memoryMb: 512,
    env: [
      'ENVIRONMENT',
      'RULES_TABLE',
      'HISTORY_TABLE',
      'LEDGER_TABLE',
      'BUNDLES_BUCKET',
      'ALERTS_QUEUE_URL',
      'MACHINE_PREFIX',
      'STUDIO_SECRET',
    ],
  },
} as const satisfies Record<string, FunctionShape>;
export type FunctionName = keyof typeof functions;

/** The runner: one Lambda and role for each runbook, all with this shape. */
export const runner = {
  entry: 'functions/runner/handler.ts',
  summary: 'runs the steps of one runbook from the bundle that its input names',
  trigger: { kind: 'machine' },
  timeoutSeconds: 900,
  memoryMb: 512,
  env: ['ENVIRONMENT', 'RUNBOOK', 'RULES_TABLE', 'HISTORY_TABLE', 'LEDGER_TABLE', 'BUNDLES_BUCKET', 'SYSTEM_SECRETS'],
} as const satisfies FunctionShape;

/** Names of everything in a region, all of one form; ARNs follow from them. */
export const names = (environment: string, region: string, account: string) => ({
  table: (table: TableName) => `wolfe-${environment}-${table}`,
  queue: (queue: QueueName) => `wolfe-${environment}-${queue}`,
  bucket: `wolfe-${environment}-bundles-${account}-${region}`,
  /** In the home region. */
  site: `wolfe-${environment}-site-${account}-${region}`,
  topic: `wolfe-${environment}-alarms`,
  logs: (of: string) => `/wolfe/wolfe-${environment}-${of}`,
  function: (name: FunctionName) => `wolfe-${environment}-${name}`,
  runner: (runbook: string) => `wolfe-${environment}-runner-${runbook}`,
  machine: (runbook: string) => `wolfe-${environment}-${runbook}`,
  machineRole: (runbook: string) => `wolfe-${environment}-${region}-machine-${runbook}`,
  secret: (path: string) => `wolfe/${environment}/${path}`,
});
export type Names = ReturnType<typeof names>;
