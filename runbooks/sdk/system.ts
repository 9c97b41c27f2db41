import type { z } from 'zod';

/** One IAM statement that a runbook's role gets for a system; resources may hold `${region}`, `${account}`, `${environment}`. */
export interface Permission {
  actions: string[];
  resources: string[];
  /** Required where a resource is `*`. */
  reason?: string;
}

/** What a system's client is made with. Systems read no environment and no clock of their own. */
export interface Wiring<Secret> {
  /** Address and credentials, from Secrets Manager `wolfe/<environment>/systems/<name>`, already checked against `secret`. */
  secret: Secret;
  /** Ends with the step: pass it on to every call. */
  signal: AbortSignal;
  /** Unique for one step of one execution and the same on its repeats: for systems that take an idempotency key. */
  idempotencyKey: string;
  /** Fencing token of the execution's target lock; a system that can refuse an older one should. Absent without a target. */
  fence?: number;
}

/** Something that runbooks talk to. One file or folder each in `runbooks/systems`. */
export interface System<Client extends object = object, Secret = unknown> {
  name: string;
  /** Shape of its secret; `undefined` when it needs none. */
  secret?: z.ZodType<Secret>;
  permissions: Permission[];
  /** Verbs of the client that only read: these really run while a plan is made, all others are listed with their arguments. */
  reads: readonly (keyof Client & string)[];
  connect(wiring: Wiring<Secret>): Client;
}

/** The client type of a system, for the scope of a step. */
export type ClientOf<S> = S extends System<infer Client, infer _Secret> ? Client : never;
