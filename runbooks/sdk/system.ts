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
  /** What the execution may change, and the fencing token of its lock on that: a system that can refuse an older one should. */
  target?: string;
  fence?: number;
}

/**
 * Something that runbooks talk to. One file or folder each in `runbooks/systems`.
 * A client is a flat set of verbs: every member is a function that returns a promise, of JSON in and JSON out.
 */
export interface System<
  Client extends object = object,
  Secret = unknown,
  Reads extends keyof Client & string = keyof Client & string,
> {
  name: string;
  /** Shape of its secret; `undefined` when it needs none. */
  secret?: z.ZodType<Secret>;
  permissions: Permission[];
  /**
   * Verbs of the client that only read: diagnose, verify and until steps may call these and no others, and these really run
   * while a plan is made, when all others are listed with their arguments.
   */
  reads: readonly Reads[];
  connect(wiring: Wiring<Secret>): Client;
}

/** Any system at all. */
// biome-ignore lint/suspicious/noExplicitAny: a client and its secret are used in both directions, so no other type holds all systems
export type AnySystem = System<any, any, any>;

/** The client type of a system, for the scope of a step that may change things. */
export type ClientOf<S> = S extends System<infer Client, infer _Secret, infer _Reads> ? Client : never;

/** The verbs of a system that only read, for the scope of the other steps. */
export type ReaderOf<S> = S extends System<infer Client, infer _Secret, infer Reads> ? Pick<Client, Reads> : never;
