/** The rules and alerts of the benchmark: 2,000 alert names, 2,000 services, alerts of 1 KB as they are after normalisation. */

/** A small generator of repeatable numbers in [0, 1) (mulberry32). */
export const random = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const subjects = ['Node', 'Kube', 'Etcd', 'Kafka', 'Postgres', 'Redis', 'Ingress', 'Disk', 'Queue', 'Gateway'];
const troubles = [
  'Down',
  'Latency',
  'Pressure',
  'Errors',
  'Saturation',
  'Lag',
  'Restarts',
  'Throttled',
  'Full',
  'Skew',
];
const severities = ['critical', 'warning', 'info', 'page'];

const nameOf = (n: number): string => `${subjects[n % 10]}${troubles[Math.floor(n / 10) % 10]}${Math.floor(n / 100)}`;
const serviceOf = (n: number): string => `${subjects[n % 10]!.toLowerCase()}-service-${n}`;
const names = Array.from({ length: 2000 }, (_, n) => nameOf(n));
const services = Array.from({ length: 2000 }, (_, n) => serviceOf(n));

/** What a rule is about, and a number in [0, 1) to vary it by. */
interface Subject {
  name: string;
  service: string;
  chance: number;
}

/** How the special three in ten of the rules are written. */
export interface Special {
  prefix(subject: Subject): object;
  suffix(subject: Subject): object;
  wildcard(subject: Subject): object;
  numeric(subject: Subject): object;
  anythingBut(subject: Subject): object;
  exists(subject: Subject): object;
}

/** Each has the one exact label or name that keeps a rule from matching everything. */
const exact: Special = {
  prefix: ({ name, service }) => ({ name: [{ prefix: name.slice(0, 8) }], labels: { service: [service] } }),
  suffix: ({ name, service }) => ({ name: [{ suffix: name.slice(-8) }], labels: { service: [service] } }),
  wildcard: ({ name, service }) => ({
    name: [{ wildcard: `${name.slice(0, 4)}*${name.slice(-3)}` }],
    labels: { service: [service] },
  }),
  numeric: ({ name, chance }) => ({ name: [name], value: [{ numeric: ['>', Math.round(chance * 100)] }] }),
  anythingBut: ({ name }) => ({ name: [name], labels: { env: [{ 'anything-but': ['dev', 'test'] }] } }),
  exists: ({ name, chance }) => ({ name: [name], labels: { runbook: [{ exists: chance < 0.5 }] } }),
};

/** Most have no more beside the special field than what many alerts share: a severity, an environment. */
const severity: Special = {
  prefix: ({ name }) => ({
    name: [{ prefix: name.slice(0, -1) }],
    severity: ['critical', 'warning'],
    labels: { env: ['prod'] },
  }),
  suffix: ({ name }) => ({ name: [{ suffix: name.slice(2) }], severity: ['critical'] }),
  wildcard: ({ name }) => ({
    name: [{ wildcard: `${name.slice(0, 6)}*${name.slice(-3)}` }],
    severity: ['critical'],
  }),
  numeric: ({ service, chance }) => ({
    severity: ['critical'],
    labels: { service: [service] },
    value: [{ numeric: ['>', chance * 100] }],
  }),
  anythingBut: ({ name }) => ({ name: [name], labels: { env: [{ 'anything-but': ['dev'] }] } }),
  exists: ({ name }) => ({ name: [name], labels: { runbook: [{ exists: true }] } }),
};

/** Beginnings, ends and wildcards stand alone; at 100,000 rules most alerts match about a hundred. */
const alone: Special = {
  ...severity,
  prefix: ({ name }) => ({ name: [{ prefix: name.slice(0, -1) }] }),
  suffix: ({ service }) => ({ labels: { service: [{ suffix: service.slice(4) }] } }),
  wildcard: ({ name }) => ({ name: [{ wildcard: `*${name.slice(3, 9)}*${name.slice(-2)}` }] }),
  numeric: ({ name, chance }) => ({ name: [name], value: [{ numeric: ['>', chance * 100] }] }),
};

/** By name, the ways in which the mix can be read; they differ in how much the special rules say beside their special field. */
export const mixes: Record<string, Special> = { exact, severity, alone };

/**
 * One rule's pattern: 70 % exact name, list of severities and one label; 10 % prefix, 5 % suffix or wildcard, 5 % numeric, 5 % anything-but
 * and 5 % exists.
 */
export const patternOf = (next: () => number, special: Special = exact): object => {
  const one = (list: string[]): string => list[Math.floor(next() * list.length)]!;
  const kind = next() * 100;
  const subject = { name: one(names), service: one(services), chance: next() };
  const { name, service, chance } = subject;
  if (kind < 70)
    return {
      name: [name],
      severity: chance < 0.5 ? ['critical'] : ['critical', 'warning'],
      labels: { service: [service] },
    };
  if (kind < 80) return special.prefix(subject);
  if (kind < 82.5) return special.suffix(subject);
  if (kind < 85) return special.wildcard(subject);
  if (kind < 90) return special.numeric(subject);
  if (kind < 95) return special.anythingBut(subject);
  return special.exists(subject);
};

/** One alert as JSON text of about 1 KB. */
export const alertText = (next: () => number): string => {
  const one = (list: string[]): string => list[Math.floor(next() * list.length)]!;
  const name = one(names);
  const service = one(services);
  const node = `ip-10-${Math.floor(next() * 256)}-${Math.floor(next() * 256)}-12.eu-west-1.compute.internal`;
  const alert = {
    name,
    status: 'firing',
    severity: one(severities),
    labels: {
      alertname: name,
      service,
      env: one(['prod', 'staging', 'dev', 'test']),
      region: one(['us-east-1', 'eu-west-1', 'ap-southeast-2']),
      cluster: `main-${Math.floor(next() * 20)}`,
      namespace: service.split('-')[0],
      node,
      team: `team-${Math.floor(next() * 50)}`,
      job: 'node-exporter',
      ...(next() < 0.5 && { runbook: 'https://runbooks.example.com/x' }),
    },
    annotations: {
      summary: `${name} on ${node}`,
      description: `${service} has been in this state for more than ten minutes. `,
    },
    source: 'alertmanager',
    startsAt: '2026-11-21T10:00:00.000Z',
    fingerprint: Math.floor(next() * 2 ** 52)
      .toString(16)
      .padStart(16, '0'),
    url: `https://prometheus.example.com/graph?g0.expr=${service}`,
    value: Math.round(next() * 10_000) / 100,
  };
  alert.annotations.description += 'Look at the dashboard first. '.repeat(
    Math.max(0, Math.ceil((1024 - JSON.stringify(alert).length) / 29)),
  );
  return JSON.stringify(alert);
};
