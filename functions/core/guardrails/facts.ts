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

/** What the ledger knows of one intent, read at once; nothing in it has expired. */
export interface Facts {
  /** Of the execution that would be started. */
  claim?: Claim;
  /** Of the rule and target. */
  cooldown?: Hold;
  /** Of the target, across all runbooks. */
  lock?: Hold;
  /** What was already started for the same episode, by any rule. */
  started: Started[];
}
