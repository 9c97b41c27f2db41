import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Json } from '#runbooks/sdk/wire.ts';

/** What a sandbox is made with. */
export interface SandboxData {
  code: string;
  name: string;
  arn: string;
  memoryMb: number;
}
export interface Call {
  request: string;
  event: string;
  /** Epoch milliseconds. */
  deadline: number;
}
export type Answer =
  | { ok: true; json: string }
  | { ok: false; errorType: string; errorMessage: string; trace: string[] };

/** A Lambda answered with an error; the message is the JSON that AWS puts into an error's cause. */
export class LambdaError extends Error {
  override name = 'LambdaError';
  readonly errorType: string;
  constructor(answer: { errorType: string; errorMessage: string; trace?: string[] }) {
    const { errorType, errorMessage, trace = [] } = answer;
    super(JSON.stringify({ errorType, errorMessage, trace }));
    this.errorType = errorType;
  }
}

/** One Lambda function. */
export interface Lambda extends SandboxData {
  env: Record<string, string>;
  timeoutSeconds: number;
  /** How many sandboxes there may be; more calls than these wait. */
  concurrency: number;
  /** Takes what it writes to its console. */
  log(text: string): void;
}

/** Bytes of a call's event and of its answer. */
const callBytes = 6 * 1024 * 1024;

interface Sandbox {
  worker: Worker;
  /** Its module is loaded, which is not counted against a call; or it is lost. */
  ready: Promise<unknown>;
  busy: boolean;
  /** Called with the answer, or with what ended the worker. */
  answered: (answer: Answer) => void;
}

/** The warm sandboxes of one Lambda: each runs one call at a time; one that times out or dies is replaced. */
export const pool = (lambda: Lambda) => {
  const sandboxes = new Set<Sandbox>();
  const waiting: (() => void)[] = [];
  let closed = false;

  const start = (): Sandbox => {
    const { env, log, code, name, arn, memoryMb } = lambda;
    const worker = new Worker(new URL('./sandbox.ts', import.meta.url), {
      name,
      env,
      workerData: { code, name, arn, memoryMb } satisfies SandboxData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdout: true,
      stderr: true,
    });
    for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', log);
    const { promise: ready, resolve: settle } = Promise.withResolvers<void>();
    const sandbox: Sandbox = { worker, ready, busy: false, answered: () => {} };
    const lost = (errorType: string, errorMessage: string): void => {
      settle();
      sandboxes.delete(sandbox);
      sandbox.answered({ ok: false, errorType, errorMessage, trace: [] });
    };
    worker.on('message', (answer: Answer | 'ready') => {
      if (answer === 'ready') settle();
      else sandbox.answered(answer);
    });
    worker.on('error', (error: Error) => {
      log(`${error.stack}\n`);
      lost(error.name, error.message);
    });
    worker.on('exit', (status) => lost('Runtime.ExitError', `Runtime exited with status ${status}`));
    sandboxes.add(sandbox);
    return sandbox;
  };

  /** A free sandbox, marked busy. */
  const take = async (): Promise<Sandbox> => {
    for (;;) {
      const free =
        [...sandboxes].find(({ busy }) => !busy) ?? (sandboxes.size < lambda.concurrency ? start() : undefined);
      if (free) {
        free.busy = true;
        return free;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  const ask = (sandbox: Sandbox, event: string): Promise<Answer> =>
    new Promise((resolve) => {
      const request = randomUUID();
      const milliseconds = lambda.timeoutSeconds * 1000;
      let timer: NodeJS.Timeout | undefined;
      const timedOut = () => {
        sandboxes.delete(sandbox);
        void sandbox.worker.terminate();
        const errorMessage = `RequestId: ${request} Error: Task timed out after ${lambda.timeoutSeconds.toFixed(2)} seconds`;
        resolve({ ok: false, errorType: 'Sandbox.Timedout', errorMessage, trace: [] });
      };
      let over = false;
      sandbox.answered = (answer) => {
        over = true;
        clearTimeout(timer);
        resolve(answer);
      };
      void sandbox.ready.then(() => {
        if (over) return;
        timer = setTimeout(timedOut, milliseconds);
        sandbox.worker.postMessage({ request, event, deadline: Date.now() + milliseconds } satisfies Call);
      });
    });

  return {
    /**
     * Calls the function and waits for its answer.
     * @throws LambdaError when the handler threw, timed out or died
     */
    async invoke(payload: Json): Promise<Json> {
      const event = JSON.stringify(payload);
      if (Buffer.byteLength(event) > callBytes)
        throw new LambdaError({
          errorType: 'RequestEntityTooLargeException',
          errorMessage: 'The payload is over 6 MB.',
        });
      const sandbox = await take();
      const answer = await ask(sandbox, event);
      sandbox.busy = false;
      sandbox.answered = () => {};
      waiting.shift()?.();
      if (!answer.ok) throw new LambdaError(answer);
      if (Buffer.byteLength(answer.json) > callBytes)
        throw new LambdaError({
          errorType: 'Function.ResponseSizeTooLarge',
          errorMessage: `Response payload size exceeded maximum allowed payload size (${callBytes} bytes).`,
        });
      return JSON.parse(answer.json);
    },
    /** Starts a sandbox ahead of the first call, unless there is one. @returns when its module is loaded */
    async warm(): Promise<void> {
      if (!closed) await ([...sandboxes][0] ?? start()).ready;
    },
    async close(): Promise<void> {
      closed = true;
      await Promise.all([...sandboxes].map(({ worker }) => worker.terminate()));
    },
  };
};
export type Pool = ReturnType<typeof pool>;
