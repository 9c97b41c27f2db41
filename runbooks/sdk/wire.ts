/** Any value that survives JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Stands in a machine's state for a value over 32 KB, which is in the region's bucket. */
export interface Pointer {
  $pointer: { key: string; bytes: number; sha256: string };
}

/** How far an execution may go: `plan` stops before the first remediate step, `approve` asks there, `auto` goes on. */
export type RunMode = 'plan' | 'approve' | 'auto';

/** The alert as a step sees it; a structural subset of what the matcher reads. */
export interface AlertView {
  name: string;
  status: string;
  severity?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  source: string;
  startsAt: string;
  fingerprint: string;
  url?: string;
}

/** Input of every state machine. Under 256 KB by construction: what is large is a pointer. */
export interface ExecutionInput {
  /** The execution's name, ≤ 80 characters; also the key of its claim and its history. */
  execution: string;
  runbook: string;
  digest: string;
  mode: RunMode;
  params: Record<string, Json> | Pointer;
  alert?: AlertView | Pointer;
  rule?: string;
  /** Who caused it: a decision's id, or a person's name. */
  cause: { decision: string } | { person: string };
  target?: string;
  fence?: number;
}

/** What the state of a machine holds while it runs: its input and what the steps left. */
export interface MachineState extends ExecutionInput {
  /** By step name; what people answered before the first remediate step is at `<its name> (ask)`. */
  steps?: Record<string, StepReply>;
  plan?: Plan;
  /** Left by a Catch: the error that ended the run. */
  error?: { Error: string; Cause: string };
}

/** What a Task state sends to the runbook's runner Lambda. */
export interface StepCall {
  /** `step` runs the named step; `plan` lists what the remediate steps would do from here on. */
  do: 'step' | 'plan';
  step: string;
  state: MachineState;
  /** `$$.State.EnteredTime`, and `$$.State.RetryCount` of this entry of the state. */
  entered: string;
  retry: number;
}

/** What the runner answers for a step; kept at `$.steps.<name>`. */
export interface StepReply {
  value: Json | Pointer;
  /** verify: the condition held; endWhen: the run ends here. */
  holds?: boolean;
  /** until: the condition holds; `expired` when its timeout has passed before it did. */
  done?: boolean;
  expired?: boolean;
  /** until: when the first poll began, ISO, and how many there were. */
  since?: string;
  polls?: number;
}

/** What would be done: bound to an approval by its digest. */
export interface Plan {
  /** sha256 of the steps below, canonical JSON. */
  digest: string;
  steps: PlannedStep[];
}
export interface PlannedStep {
  step: string;
  kind: 'remediate' | 'wait' | 'verify' | 'until' | 'approve';
  /** Calls with their arguments, as far as they do not depend on a result not yet known; `open` says that they do. */
  calls: { system: string; verb: string; args: Json[] }[];
  open?: string;
}

/** How a run that was not an error ended; the output of every machine that succeeds. */
export type Outcome =
  | { kind: 'effective'; step: string }
  | { kind: 'ineffective'; step: string }
  | { kind: 'unverified' }
  | { kind: 'nothing to do'; reason: string }
  | { kind: 'planned' }
  | { kind: 'denied'; by: string; reason?: string }
  | { kind: 'expired'; step: string };

/** Output of a machine that succeeds. */
export interface ExecutionOutput extends MachineState {
  outcome: Outcome;
}

/** What an approval task sends to the approvals Lambda, and what comes back as the task's result. */
export interface ApprovalCall {
  token: string;
  /** The step that people are asked about: the first remediate step, or an approve step. */
  step: string;
  state: MachineState;
  /** ISO: when the ask began; it expires `timeoutSeconds` later. */
  entered: string;
  timeoutSeconds: number;
  /** How many different people must approve. */
  quorum: number;
}
export interface ApprovalReply {
  approved: boolean;
  /** Who approved; after a denial only who denied, and never empty. */
  by: string[];
  reason?: string;
}

/** The three files of a bundle; the digest is over all of them (`digestOf`). */
export interface BundleFiles {
  'code.mjs': string;
  'manifest.json': string;
  'machine.json': string;
}
export interface Bundle {
  runbook: string;
  /** 64 hex digits. */
  digest: string;
  files: BundleFiles;
}

/** What is known of a runbook without running its code. */
export interface Manifest {
  runbook: string;
  summary: string;
  owner: string;
  /** JSON Schema (2020-12) of the parameters as an author's input: defaults are optional. */
  params: Record<string, Json>;
  /** e.g. `ec2:{instance}`; null when it changes nothing that can be named. */
  target: string | null;
  systems: {
    name: string;
    permissions: { actions: string[]; resources: string[]; reason?: string }[];
    secret: boolean;
  }[];
  /** `seconds`: how long a wait takes, or an until waits between polls. `timeoutSeconds` of an until is over all polls. */
  steps: { name: string; kind: string; timeoutSeconds?: number; retry?: number; seconds?: number }[];
  /** Markdown: what it does, step by step, and a Mermaid graph. */
  prose: string;
}

/** What the code of a bundle is given by the runner that loads it. */
export interface StepWorld {
  /** The secret of a system as JSON value; throws when there is none. */
  secret(system: string): Promise<unknown>;
  /** Value behind a pointer. */
  fetch(pointer: Pointer): Promise<Json>;
  signal: AbortSignal;
  idempotencyKey: string;
  now(): Date;
}

/** Default export of `code.mjs`. */
export interface BundleCode {
  /** Runs one step, or makes the plan. Retryable and terminal errors are told by their `name` (see errors.ts). */
  perform(call: StepCall, world: StepWorld): Promise<StepReply | Plan>;
  /** What kind a step is, so that the runner takes the lease and the step claim before a remediate step. */
  kindOf(step: string): string | undefined;
}

/** In `machine.json`: replaced with the region's ARNs when a version is published or synthesized. */
export const machinePlaceholders = { runner: '${RunnerFunctionArn}', approvals: '${ApprovalsFunctionArn}' } as const;
