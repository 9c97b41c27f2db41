import type { Counts } from './counts.ts';

/** Who won an execution's name, and whether all that follows from winning was done. */
export interface Claim {
  /** Id of the decision that won. */
  by: string;
  /** ISO. */
  at: string;
  started: boolean;
}

/** A time that something is held until, and by which execution. */
export interface Hold {
  execution: string;
  /** ISO. */
  until: string;
}

/** An execution that was started for an episode. */
export interface Started {
  execution: string;
  /** Whether it changes the world. */
  remediates: boolean;
  target?: string;
}

/** The last end of an alert that its sender told. */
export interface Cleared {
  /** Of the firing period that the sender spoke of. */
  episode: string;
  /** ISO: when it ended, by the sender's word. */
  endedAt: string;
  /** ISO: when that word was received. */
  at: string;
}

/** What the ledger knows of one intent, read at once; nothing in it has expired. */
export interface Facts {
  /** Of the execution that would be started. */
  claim?: Claim;
  /** Of the rule, and of the rule on the target. */
  counts: Counts;
  /** Of the alert, whichever its firing period. */
  cleared?: Cleared;
  /** ISO: when the rule will look at this episode again. */
  heldUntil?: string;
  /** Of the target, across all runbooks. */
  lock?: Hold;
  /** What was already started for the same episode, by any rule. */
  started: Started[];
}
