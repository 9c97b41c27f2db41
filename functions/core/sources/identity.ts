import { fingerprintOf } from '../alert.ts';

/** Labels that only say which of several equal observers spoke. */
const replicaLabels = new Set([
  'replica',
  '__replica__',
  'prometheus_replica',
  'replica_id',
  'thanos_replica',
  'vm_replica',
]);

const observers = (labels: Record<string, string>): boolean =>
  Object.keys(labels).some((key) => replicaLabels.has(key));

/** The labels that tell what fires, without those that tell who noticed. */
export const withoutReplicas = (labels: Record<string, string>): Record<string, string> =>
  observers(labels) ? Object.fromEntries(Object.entries(labels).filter(([key]) => !replicaLabels.has(key))) : labels;

/** FNV-1a, 64 bits, in two halves of 32: Prometheus' `LabelSet.Fingerprint()`. */
const fnv = (bytes: Uint8Array): string => {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    // Times the prime 2^40 + 0x1b3, modulo 2^64.
    const carried = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(carried / 2 ** 32) + (low << 8)) >>> 0;
    low = carried >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
};

/**
 * The fingerprint that Alertmanager itself gives to these labels, replica labels left out. It is the same from Prometheus
 * directly, from an Alertmanager too old to send one, and from both halves of a pair whose labels differ by replica.
 */
export const labelFingerprint = (labels: Record<string, string>): string =>
  fnv(
    Buffer.concat(
      Object.entries(withoutReplicas(labels))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flat()
        .flatMap((part) => [Buffer.from(part), Uint8Array.of(0xff)]),
    ),
  );

/** What Alertmanager said, unless a replica label made it say different things of one alert. */
export const alertmanagerFingerprint = (given: string | undefined, labels: Record<string, string>): string =>
  given !== undefined && !observers(labels) ? given : labelFingerprint(labels);

/** An identity for senders that give none: name and labels, replica labels left out, independent of key order. */
export const nameAndLabels = (name: string, labels: Record<string, string>): string =>
  fingerprintOf({ ...withoutReplicas(labels), alertname: name });
