import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { studio } from '#functions/studio/app.ts';
import { run } from '#infra/cli/run.ts';
import type { Shell } from '#infra/cli/session.ts';
import { aWorld } from '#test/unit/functions/studio/world.ts';

const launcher = fileURLToPath(new URL('../../../../infra/cli/wolfe.js', import.meta.url));

/** How a command ended. */
export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

interface Around {
  env?: Record<string, string>;
  cwd: string;
  input?: string;
}

/** Runs the command line as users do: a process of its own, with nothing of ours in its environment. */
export const spawnWolfe = async (args: string[], { env = {}, cwd, input = '' }: Around): Promise<Ran> => {
  const child = spawn(process.execPath, [launcher, ...args], { cwd, env: { PATH: process.env.PATH, ...env } });
  child.stdin.end(input);
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
};

/** Runs the command line in this process: the same in everything but the launcher, and many times as fast. */
export const runWolfe = async (args: string[], { env = {}, cwd, input = '' }: Around): Promise<Ran> => {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const shell = { out, err, input: Readable.from([Buffer.from(input)]), env, cwd } as unknown as Shell;
  const code = run(args, shell).finally(() => {
    out.end();
    err.end();
  });
  const [written, complained] = await Promise.all([text(out), text(err)]);
  return { code: await code, out: written, err: complained };
};

/** An API over a world in memory, listening, and the command line pointed at it. */
export const aServedWorld = async () => {
  const world = aWorld();
  const cwd = mkdtempSync(join(tmpdir(), 'wolfe-cli-'));
  const server = serve({ fetch: studio(world.world).fetch, hostname: '127.0.0.1', port: 0 });
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...world,
    url,
    cwd,
    wolfe: (args: string[], { as = 'ada', input }: { as?: string; input?: string } = {}) =>
      runWolfe(args, { env: { WOLFE_URL: url, WOLFE_TOKEN: `${as}-token` }, cwd, input }),
    close: async () => {
      rmSync(cwd, { recursive: true });
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
export type ServedWorld = Awaited<ReturnType<typeof aServedWorld>>;
