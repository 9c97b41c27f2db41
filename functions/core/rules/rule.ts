import type { Pattern } from './pattern.ts';

/** How far a rule may go by itself: the autonomy ladder, lowest first. */
export const modes = ['shadow', 'plan', 'approve', 'auto'] as const;
export type Mode = (typeof modes)[number];

/** The safety conditions of a rule, as its author wrote them; durations in seconds. */
export interface Guard {
  holdSeconds?: number;
  /** Per target: no new run within this long after the last one started. */
  cooldownSeconds?: number;
  rate?: { max: number; perSeconds: number };
  concurrency?: number;
  blastRadius?: { max: number; perSeconds: number };
  attempts?: { max: number; perSeconds: number };
}

/** Who is told, and where. */
export interface Notify {
  slack?: string;
  jira?: { project: string };
  onFailure?: { pagerduty?: string; slack?: string };
}

/** A rule after reading and checking: pattern + guardrails + runbook + parameters + mode. */
export interface Rule {
  name: string;
  owner: string;
  description?: string;
  mode: Mode;
  when: Pattern;
  /** Name of a runbook; the release decides the digest. */
  run: string;
  /** Parameters: static values, and JSONata in `{% … %}`. */
  with: Record<string, unknown>;
  guard: Guard;
  notify: Notify;
  /** Higher goes first; default 0. */
  priority: number;
  /** May remediate although another rule already does for the same target and episode. */
  continue: boolean;
  matchAll: boolean;
  /** The rule as its author wrote it, for people and for diff. */
  source: unknown;
}

/** Something wrong in a rule set, with its place and its cure. */
export interface RuleFault {
  /** File, or the name of the set, where known. */
  file?: string;
  rule?: string;
  /** Place in the document, e.g. `guard.cooldown`. */
  path: string;
  /** Place in the file, both from 1. */
  line?: number;
  column?: number;
  problem: string;
  cure: string;
}
