import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { link } from './link.ts';

/** Names of the programs that this machine lacks, of those that the tests with a real Prometheus need. */
export const missingPrograms = (programs = ['prometheus', 'prometheus-alertmanager']): string[] =>
  programs.filter((program) => {
    try {
      execFileSync('which', [program], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });

const freePort = async (): Promise<number> => {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, 'close');
  return port;
};

/** One alerting rule of the real Prometheus: fires while `series{labels}` is 1. */
export interface Alerting {
  alert: string;
  series: string;
  labels?: Record<string, string>;
}

/** Where the Alertmanagers deliver to. */
export interface Receiver {
  url: string;
  token: string;
}

/** How the Alertmanagers are to notify; their durations. */
export interface Habits {
  /** How long the second waits for what the first has sent. At zero both deliver everything, a few milliseconds apart. */
  peerTimeout?: string;
  /** Labels whose values make a group; every alert is one unless told. */
  groupBy?: string[];
  groupWait?: string;
}

/** A real Prometheus, the exporter it scrapes, and two clustered Alertmanagers that both deliver. */
export interface Monitoring {
  /** Sets a series of the exporter; Prometheus sees it at its next scrape, within 200 ms. */
  set(series: string, labels: Record<string, string>, value: number): void;
  prometheus: string;
  alertmanagers: string[];
  /** Cuts the Alertmanagers off from each other; both hear Prometheus all the time. */
  partition(): Promise<void>;
  /** Joins them again. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const text = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');

const until = async (ready: () => Promise<boolean>, what: string, logs: () => string): Promise<void> => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (await ready().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`${what} did not become ready within 30 s:\n${logs()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** Starts the real programs on loopback. */
export const monitoring = async (
  alerting: Alerting[],
  receiver: Receiver,
  { peerTimeout = '0s', groupBy = ['...'], groupWait = '0s' }: Habits = {},
): Promise<Monitoring> => {
  const folder = await mkdtemp(join(tmpdir(), 'wolfe-monitoring-'));
  const series = new Map<string, number>();
  const exporter = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end([...series].map(([name, value]) => `${name} ${value}\n`).join(''));
  }).listen(0, '127.0.0.1');
  await once(exporter, 'listening');

  const children: ChildProcess[] = [];
  let log = '';
  const start = (program: string, args: string[]) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data) => (log = (log + data).slice(-20_000)));
    children.push(child);
  };

  const [web, ...ports] = await Promise.all(Array.from({ length: 5 }, freePort));
  const pairs = [ports.slice(0, 2), ports.slice(2)] as [number, number][];
  // Each tells the other to reach it by its link.
  const links = await Promise.all(pairs.map(([, gossip]) => link(gossip)));
  const file = async (name: string, value: unknown) => {
    await writeFile(join(folder, name), JSON.stringify(value, null, 2));
    return join(folder, name);
  };
  // JSON is YAML, so no template text is needed for either program's configuration.
  const rules = await file('rules.yml', {
    groups: [
      {
        name: 'wolfe',
        rules: alerting.map(({ alert, series, labels }) => ({ alert, expr: `${series} == 1`, labels: labels ?? {} })),
      },
    ],
  });
  const prometheusFile = await file('prometheus.yml', {
    global: { scrape_interval: '200ms', scrape_timeout: '200ms', evaluation_interval: '200ms' },
    rule_files: [rules],
    scrape_configs: [
      { job_name: 'node', static_configs: [{ targets: [`127.0.0.1:${(exporter.address() as AddressInfo).port}`] }] },
    ],
    alerting: { alertmanagers: [{ static_configs: [{ targets: pairs.map(([http]) => `127.0.0.1:${http}`) }] }] },
  });
  const alertmanagerFile = await file('alertmanager.yml', {
    route: { receiver: 'wolfe', group_by: groupBy, group_wait: groupWait, group_interval: '1s', repeat_interval: '1h' },
    receivers: [
      {
        name: 'wolfe',
        webhook_configs: [
          {
            url: receiver.url,
            send_resolved: true,
            http_config: { authorization: { type: 'Bearer', credentials: receiver.token } },
          },
        ],
      },
    ],
  });
  pairs.forEach(([http, gossip], index) => {
    start('prometheus-alertmanager', [
      `--config.file=${alertmanagerFile}`,
      `--storage.path=${join(folder, `alertmanager-${index}`)}`,
      `--web.listen-address=127.0.0.1:${http}`,
      `--cluster.listen-address=127.0.0.1:${gossip}`,
      `--cluster.advertise-address=127.0.0.1:${links[index]!.port}`,
      '--cluster.settle-timeout=0s',
      `--cluster.peer-timeout=${peerTimeout}`,
      '--cluster.gossip-interval=50ms',
      '--cluster.pushpull-interval=1s',
      '--cluster.probe-interval=200ms',
      '--cluster.probe-timeout=100ms',
      '--cluster.reconnect-interval=500ms',
      ...links.filter((_, other) => other !== index).map(({ port }) => `--cluster.peer=127.0.0.1:${port}`),
    ]);
  });
  start('prometheus', [
    `--config.file=${prometheusFile}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${web}`,
    '--log.level=warn',
  ]);

  const prometheus = `http://127.0.0.1:${web}`;
  const alertmanagers = pairs.map(([http]) => `http://127.0.0.1:${http}`);
  const data = async (path: string) =>
    ((await (await fetch(`${prometheus}/api/v1/${path}`)).json()) as { data: never }).data;
  const seeing = async (peers: number) => {
    for (const url of alertmanagers)
      await until(
        async () => {
          const { cluster } = (await (await fetch(`${url}/api/v2/status`)).json()) as { cluster: { peers: unknown[] } };
          return cluster.peers.length === peers;
        },
        `An Alertmanager that sees ${peers}`,
        () => log,
      );
  };
  await seeing(2);

  // Prometheus takes up its targets and its Alertmanagers about 5 s after its start.
  await until(
    async () => {
      const { activeTargets } = (await data('targets')) as { activeTargets: { health: string }[] };
      const { activeAlertmanagers } = (await data('alertmanagers')) as { activeAlertmanagers: unknown[] };
      return activeTargets.some(({ health }) => health === 'up') && activeAlertmanagers.length === 2;
    },
    'Prometheus',
    () => log,
  );

  return {
    set: (name, labels, value) => void series.set(`${name}{${text(labels)}}`, value),
    prometheus,
    alertmanagers,
    partition: async () => {
      for (const one of links) one.cut();
      await seeing(1);
    },
    heal: async () => {
      for (const one of links) one.mend();
      await seeing(2);
    },
    stop: async () => {
      for (const one of links) one.close();
      exporter.close();
      exporter.closeAllConnections();
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null) return;
          child.kill();
          await once(child, 'exit');
        }),
      );
      await rm(folder, { recursive: true, force: true });
    },
  };
};
