import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { agent } from './agent.ts';
import { runScript } from './process.ts';
import { openRecords } from './records.ts';
import { readScripts, type Script } from './scripts.ts';

export interface AgentOptions {
  /** Folders of scripts; see scripts.ts for what a script must say of itself. */
  scripts: string[];
  /** Folder for what must survive a restart; one agent each. */
  state: string;
  /** What callers must bring; letters, digits and `._~+/-`. */
  token: string;
  /** 0 lets the system choose. */
  port?: number;
  /** Loopback unless told. */
  host?: string;
  /** Scripts at the same time; 4 unless told. */
  concurrency?: number;
  /** What scripts see beside their arguments; PATH at least. */
  environment: Record<string, string | undefined>;
  /** Between asking a script to end and killing it; 5 unless told. */
  graceSeconds?: number;
}

export interface Agent {
  url: string;
  scripts: Script[];
  /** Ends running scripts and answers no more; begun keys are left as begun. */
  close(): Promise<void>;
}

/**
 * Starts the on-instance agent.
 * @throws ScriptsError when a script says not what it does; Error when the state folder or the port is taken.
 */
export const startAgent = async (options: AgentOptions): Promise<Agent> => {
  const { token, port = 0, host = '127.0.0.1', concurrency = 4, environment, graceSeconds = 5 } = options;
  if (!/^[\w.~+/-]{16,}=*$/.test(token)) throw new Error('The token needs 16 or more letters, digits and . _ ~ + / -');
  const scripts = await readScripts(options.scripts);
  const records = openRecords(options.state, () => new Date());
  const stop = new AbortController();
  const limits = { graceSeconds, stdoutBytes: 262_144, stderrBytes: 16_384 };
  const running = new Set<Promise<unknown>>();
  const app = agent({
    token,
    scripts,
    records,
    concurrency,
    stopping: stop.signal,
    run(script, args, timeoutSeconds) {
      const ended = runScript(script, args, environment, { ...limits, timeoutSeconds }, stop.signal);
      running.add(ended);
      return ended.finally(() => running.delete(ended));
    },
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  try {
    await listening(server, port, host);
  } catch (error) {
    records.close();
    throw error;
  }
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    scripts: [...scripts.values()],
    async close() {
      if (stop.signal.aborted) return;
      stop.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.allSettled([...running]);
      await closed;
      records.close();
    },
  };
};

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
