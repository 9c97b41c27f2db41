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

/**
 * One rule's pattern: 70 % exact name, list of severities and one label; 10 % prefix, 5 % suffix or wildcard, 5 % numeric, 5 % anything-but
 * and 5 % exists, each of these with the one exact label or name that keeps a rule from matching everything.
 */
export const patternOf = (next: () => number): object => {
  const one = (list: string[]): string => list[Math.floor(next() * list.length)]!;
  const kind = next() * 100;
  const name = one(names);
  const service = [one(services)];
  if (kind < 70)
    return { name: [name], severity: next() < 0.5 ? ['critical'] : ['critical', 'warning'], labels: { service } };
  if (kind < 80) return { name: [{ prefix: name.slice(0, 8) }], labels: { service } };
  if (kind < 82.5) return { name: [{ suffix: name.slice(-8) }], labels: { service } };
  if (kind < 85) return { name: [{ wildcard: `${name.slice(0, 4)}*${name.slice(-3)}` }], labels: { service } };
  if (kind < 90) return { name: [name], value: [{ numeric: ['>', Math.round(next() * 100)] }] };
  if (kind < 95) return { name: [name], labels: { env: [{ 'anything-but': ['dev', 'test'] }] } };
  return { name: [name], labels: { runbook: [{ exists: next() < 0.5 }] } };
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
