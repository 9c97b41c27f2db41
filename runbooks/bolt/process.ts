import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import type { Json } from '../sdk/wire.ts';
import type { Script } from './scripts.ts';
import type { Args, Ended } from './wire.ts';

export interface Limits {
  timeoutSeconds: number;
  /** Between being asked to end and being killed. */
  graceSeconds: number;
  stdoutBytes: number;
  stderrBytes: number;
}

/** `EX_TEMPFAIL` of sysexits.h. */
const later = 75;

/**
 * Runs a script to its end: arguments as `BOLT_…` variables and never on a command line, its standard output read as one JSON
 * value (none is null). It gets a process group of its own, and whatever is left in the group ends with it.
 * @param signal Ends the script, as the timeout does.
 */
export const runScript = (
  { path }: Script,
  args: Args,
  environment: Record<string, string | undefined>,
  limits: Limits,
  signal: AbortSignal,
): Promise<Ended> =>
  new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(path, [], {
      cwd: dirname(path),
      env: { ...environment, ...variables(args) },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout = capped(child.stdout, limits.stdoutBytes);
    const stderr = capped(child.stderr, limits.stderrBytes);

    let cut: string | undefined;
    let grace: NodeJS.Timeout | undefined;
    const end = (why: string) => {
      cut ??= why;
      killGroup(child.pid, 'SIGTERM');
      grace ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), limits.graceSeconds * 1000);
    };
    const stop = () => end('the agent was stopped');
    const timeout = setTimeout(
      () => end(`did not end within ${limits.timeoutSeconds} s`),
      limits.timeoutSeconds * 1000,
    );
    signal.addEventListener('abort', stop);

    const settle = (outcome: { value: Json } | { reason: string; later?: true }) => {
      clearTimeout(timeout);
      clearTimeout(grace);
      signal.removeEventListener('abort', stop);
      const rest = { stderr: stderr().text, ms: Math.round(performance.now() - began) };
      if ('value' in outcome) resolve({ state: 'done', ...outcome, ...rest });
      else
        resolve({
          state: 'failed',
          ...outcome,
          ...rest,
          ...(cut !== undefined && !signal.aborted && { timedOut: true }),
        });
    };
    child.once('error', (error) => settle({ reason: `could not be started: ${error.message}` }));
    // Children left behind hold the pipes open, and `close` would wait for them.
    child.once('exit', () => killGroup(child.pid, 'SIGKILL'));
    child.once('close', (code, killed) => {
      if (cut !== undefined) return settle({ reason: cut });
      if (code === later) return settle({ reason: 'asked to be run later (exit code 75)', later: true });
      if (code !== 0) return settle({ reason: code === null ? `was killed by ${killed}` : `exited with ${code}` });
      settle(parsed(stdout(), limits.stdoutBytes));
    });
  });

/** `maxAge` becomes `BOLT_MAX_AGE`. */
const variables = (args: Args): Record<string, string> =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      `BOLT_${name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()}`,
      String(value),
    ]),
  );

/** Keeps the first bytes and reads on, so that a talkative script is not stopped by a full pipe in the middle of its work. */
const capped = (stream: Readable, bytes: number) => {
  const chunks: Buffer[] = [];
  let seen = 0;
  stream.on('data', (chunk: Buffer) => {
    if (seen < bytes) chunks.push(chunk.subarray(0, bytes - seen));
    seen += chunk.length;
  });
  return () => ({ text: Buffer.concat(chunks).toString('utf8'), whole: seen <= bytes });
};

const parsed = (
  { text, whole }: { text: string; whole: boolean },
  bytes: number,
): { value: Json } | { reason: string } => {
  if (!whole) return { reason: `wrote more than ${bytes} bytes to standard output` };
  if (text.trim() === '') return { value: null };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { reason: `wrote no JSON to standard output: ${text.slice(0, 200)}` };
  }
};

const killGroup = (pid: number | undefined, signal: NodeJS.Signals): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended by itself.
  }
};
