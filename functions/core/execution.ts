import { createHash } from 'node:crypto';
import type { ApprovalReply, Json, Outcome, Plan, Pointer, RunMode } from '#runbooks/sdk/wire.ts';
import type { Notify } from './rules/rule.ts';

/** Where an execution stands; the Step Functions word in lower case. */
export type ExecutionStatus = 'running' | 'succeeded' | 'failed' | 'aborted' | 'timed out';

/** One run of one digest for one episode, or for a person: the head of its history. */
export interface ExecutionRecord {
  execution: string;
  runbook: string;
  digest: string;
  region: string;
  mode: RunMode;
  status: ExecutionStatus;
  outcome?: Outcome;
  error?: { name: string; cause: string };
  rule?: string;
  episode?: string;
  /** Alert's name, for lists. */
  alert?: string;
  cause: { decision: string } | { person: string };
  target?: string;
  fence?: number;
  params?: Record<string, Json> | Pointer;
  startedAt: string;
  endedAt?: string;
  /** When the sender said that the alert had cleared. */
  clearedAt?: string;
  /** Who is told, as its rule said when it started. */
  notify?: Notify;
}

/** How an execution ended; closes its record. */
export interface ExecutionEnd {
  status: Exclude<ExecutionStatus, 'running'>;
  outcome?: Outcome;
  error?: { name: string; cause: string };
  endedAt: string;
}

/** An execution as Step Functions sees it. */
export interface Run {
  status: ExecutionStatus;
  /** JSON text; when it succeeded. */
  output?: string;
  error?: string;
  cause?: string;
  /** ISO; when it ended. */
  endedAt?: string;
}

/** A step that begins. */
export interface StepBegin {
  execution: string;
  step: string;
  kind: string;
  /** ISO. */
  at: string;
}

/** A try of a step that ended. */
export interface StepEnd {
  execution: string;
  step: string;
  /** Which try, as its begin was told. */
  tries: number;
  status: 'succeeded' | 'failed';
  endedAt: string;
  value?: Json | Pointer;
  holds?: boolean;
  error?: { name: string; cause: string };
  /** Console output of this try, capped at 16 KB; secrets are blotted out. */
  console?: string;
}

/** One step of an execution as its runner saw it; what it was given are the params and the values of the steps before. */
export interface StepRecord extends StepBegin, Omit<StepEnd, 'status' | 'endedAt'> {
  /** When it first began. */
  at: string;
  status: 'running' | 'succeeded' | 'failed';
  /** Polls of an until step, tries of a retried one. */
  tries: number;
  endedAt?: string;
}

/** Somebody was told, once for each channel: `slack`, `jira`, `approval#<step>`. */
export interface Telling {
  /** ISO. */
  at: string;
  /** Where it can be seen: an issue's key, a message's channel and time. */
  ref?: string;
  /** Why telling was given up. */
  error?: string;
}

/** One person's answer to an ask. */
export interface Vote {
  by: string;
  approved: boolean;
  at: string;
  reason?: string;
}

/** One ask for approval. */
export interface ApprovalRecord {
  execution: string;
  step: string;
  token: string;
  plan?: Plan;
  quorum: number;
  askedAt: string;
  expiresAt: string;
  reply?: ApprovalReply;
  votes: Vote[];
}

/**
 * The execution's name: claim, Step Functions name and history key in one. The same for every delivery of the same episode.
 * @param attempt 0, or which run of the same episode it is when a rule asks to run again while still firing.
 */
export const executionName = (rule: string, episode: string, attempt = 0): string => {
  const slug =
    rule
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 44) || 'rule';
  const hash = createHash('sha256')
    .update(JSON.stringify([rule, episode, attempt]))
    .digest('hex')
    .slice(0, 32);
  return `${slug}-${hash}`;
};
