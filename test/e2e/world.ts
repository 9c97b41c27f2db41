import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { WholeExecution } from '#functions/studio/contract.ts';
import { type Api, api } from '#infra/cli/api.ts';
import { effects } from '#infra/local/vendors/jenkins/jobs.ts';

const start = resolve(import.meta.dirname, '../../infra/local/start.ts');

/** What a world that is up leaves in its data folder. */
interface Endpoint {
  url: string;
  token: string;
  ingestToken: string;
  pid: number;
}

/** What the stand-in of Jenkins really did, in order. */
export interface Effect {
  build: number;
  NODE: string;
}

/** A local world in a process of its own, as `npm start` runs it. */
export interface LocalWorld {
  readonly url: string;
  readonly token: string;
  readonly ingestToken: string;
  readonly pid: number;
  data: string;
  api: Api;
  /** Sends a body to ingest; other headers replace the right token. */
  post(source: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Looks again until it is not undefined. @throws when the world ends meanwhile, or it takes too long */
  eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T>;
  /** The execution's record once it has ended. */
  ended(execution: string): Promise<WholeExecution>;
  effects(): Effect[];
  /** Ends the process as a power cut would. */
  kill(): Promise<void>;
  /** Waits until the process has ended by itself, at its crash point; false when it has not within so many milliseconds. */
  crashed(withinMs?: number): Promise<boolean>;
  /** From now on it is killed at that call of AWS; see infra/local/aws/crash.ts. */
  crashAt(point: string): Promise<void>;
  /** Whether its process is there. */
  isUp(): boolean;
  /** Starts it again on the same folder. */
  restart(): Promise<void>;
  /** What it has written to the terminal. */
  output(): string;
  /** Stops it and throws its folder away. */
  stop(): Promise<void>;
}

// Longer than any wait in a runbook of the library, shorter than a test may take.
const patienceMs = 100_000;

/** Where a world begins. */
export interface WorldOptions {
  /** A folder of runbooks beside the library. */
  runbooks?: string;
  /** A crash point within its first start; it is down when `aWorld` answers. */
  crashAtStart?: string;
  /** Whether it sends its sample alert. */
  demo?: boolean;
  /** Further arguments of `npm start`. */
  args?: string[];
}

/** Starts a world on a new folder. */
export const aWorld = async ({
  runbooks,
  crashAtStart,
  demo,
  args: more = [],
}: WorldOptions = {}): Promise<LocalWorld> => {
  const data = mkdtempSync(join(tmpdir(), 'wolfe-world-'));
  const args = ['--port', '0', '--data', data, ...more];
  if (!demo) args.push('--no-demo');
  if (runbooks) args.push('--runbooks', runbooks);
  let child: ChildProcess;
  let endpoint: Endpoint;
  let output = '';

  const isUp = () => child.exitCode === null && child.signalCode === null;
  const eventually: LocalWorld['eventually'] = async (what, look) => {
    const until = Date.now() + patienceMs;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (!isUp()) throw new Error(`The world ended before there was ${what}:\n${output}`);
      if (Date.now() > until) throw new Error(`There was still no ${what} after ${patienceMs} ms:\n${output}`);
      await pause(10);
    }
  };
  const endpointOf = (): Endpoint | undefined => {
    try {
      const read: Endpoint = JSON.parse(readFileSync(join(data, 'endpoint.json'), 'utf8'));
      return read.pid === child.pid ? read : undefined;
    } catch {
      return undefined;
    }
  };
  const spawn = (env: Record<string, string> = {}): void => {
    child = fork(start, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, ...env },
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
  };
  const open = async (): Promise<void> => {
    spawn();
    endpoint = await eventually('an endpoint', endpointOf);
  };
  const ended = async (signal?: NodeJS.Signals): Promise<void> => {
    if (!isUp()) return;
    const exit = once(child, 'exit');
    if (signal) child.kill(signal);
    await exit;
  };
  const call: Api = (name, ask) => api(endpoint)(name, ask);

  if (crashAtStart) {
    spawn({ WOLFE_CRASH_AT: crashAtStart });
    const opened = eventually('an end or an endpoint', endpointOf);
    await Promise.race([ended(), opened.then((found) => (endpoint = found))]);
  } else await open();
  return {
    get url() {
      return endpoint.url;
    },
    get token() {
      return endpoint.token;
    },
    get ingestToken() {
      return endpoint.ingestToken;
    },
    get pid() {
      return endpoint.pid;
    },
    data,
    api: call,
    post: (source, body, headers = { authorization: `Bearer ${endpoint.ingestToken}` }) =>
      fetch(`${endpoint.url}/v1/alerts/${source}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    eventually,
    ended: (execution) =>
      eventually(`an end of ${execution}`, async () => {
        const seen = await call('showExecution', { execution });
        return seen.execution.status === 'running' ? undefined : seen;
      }),
    effects: () => effects(join(data, 'effects.jsonl')) as unknown as Effect[],
    kill: () => ended('SIGKILL'),
    crashed: (withinMs) =>
      Promise.race([
        ended().then(() => true),
        ...(withinMs === undefined ? [] : [pause(withinMs, false, { ref: false })]),
      ]),
    async crashAt(point) {
      const armed = once(child, 'message');
      child.send(point);
      await armed;
    },
    isUp,
    restart: open,
    output: () => output,
    async stop() {
      await ended('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
};
