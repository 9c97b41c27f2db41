import * as z from 'zod';
import type { Json } from '../sdk/wire.ts';

// What passes between a runbook's Lambda and the agent on an instance:
//   GET  /v1/scripts          what may be run
//   POST /v1/measure/{script} runs a reading script, any number of times
//   POST /v1/run/{script}     runs a script once for a key
// All with `authorization: Bearer <token>`.

/** Argument `maxAge` reaches the script as `BOLT_MAX_AGE`. */
const argument = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,63}$/, 'a name starts with a small letter and holds letters, digits and _');

const value = z.union([z.string().refine((text) => !text.includes('\0'), 'holds a NUL'), z.number(), z.boolean()]);

export const measureRequest = z.strictObject({
  args: z.record(argument, value).default({}),
  /** The process group is ended after this long. */
  timeoutSeconds: z.int().min(1).max(300).default(30),
});

export const runRequest = z.strictObject({
  args: z.record(argument, value).default({}),
  timeoutSeconds: z.int().min(1).max(3600).default(600),
  /** The same key gets the first answer again, and nothing is run. */
  key: z.string().regex(/^[\w.-]{8,128}$/, '8 to 128 letters, digits and . _ -'),
  /** Refused when a higher token was seen for the target. */
  fence: z.strictObject({ target: z.string().min(1).max(512), token: z.int().min(0) }).optional(),
  /** How long to hold the answer back for the script's end before saying that it still runs. */
  waitSeconds: z.int().min(0).max(25).default(20),
});

export type Args = z.infer<typeof runRequest>['args'];
export type RunRequest = z.infer<typeof runRequest>;

/** How a script ended; 200. */
export type Ended =
  | { state: 'done'; value: Json; stderr: string; ms: number }
  /** `later`: the script said, by exit code 75, that it changed nothing and may be run again. */
  | { state: 'failed'; reason: string; stderr: string; ms: number; timedOut?: true; later?: true };

/** Ask again with the same key; 202. */
export interface Running {
  state: 'running';
}

/** Why nothing was run. */
export interface Refusal {
  error: {
    code:
      | 'bad request'
      | 'no such script'
      | 'script changes things'
      | 'busy'
      /** 409: a newer holder of the target's lock was here. */
      | 'fenced'
      /** 409: the agent ended while the script ran. */
      | 'unknown outcome'
      /** 409: the key belongs to another request. */
      | 'key reused';
    message: string;
  };
}
