import { createHash } from 'node:crypto';

/** What a sender can say of an alert; only `firing` may ever lead to a remediation. */
export type AlertStatus = 'firing' | 'resolved' | 'acknowledged' | 'unknown' | 'event' | 'merged';

/** One normalised signal; what every rule pattern, parameter template and decision is written against. */
export interface Alert {
  /** What the sender calls it, e.g. `NodeDiskPressure`. Never empty. */
  name: string;
  status: AlertStatus;
  /** The sender's own word (`critical`, `P1`, …), untranslated; absent when it has none. */
  severity?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** The reader that read it: `alertmanager`, `cloudwatch`, `plain`, … */
  source: string;
  /** Which of several senders of that kind sent it, by the name it proved itself with: `grafana-emea`. */
  instance?: string;
  /** ISO 8601 UTC with milliseconds: when this firing period began. The receive time, and the flag `startsAt`, when unreadable. */
  startsAt: string;
  endsAt?: string;
  /** The sender's identity of the thing that fires: equal for all repeats, for both halves of an HA pair and in every wrapping. */
  fingerprint: string;
  /** Where a person can look at it at the sender. Only ever http(s). */
  url?: string;
  /** The sender's word for the status, kept where it says more than `status`. */
  rawStatus?: string;
  /**
   * Fields that were unreadable and were replaced, e.g. `startsAt`; and `heartbeat` (it only says that the sender still speaks)
   * and `suppressed` (silenced, inhibited or in maintenance there), with which nothing may ever be remediated.
   */
  flags?: string[];
}

/** Something received that is no alert, with the reason; recorded, never run. */
export interface Aside {
  reason: string;
  /** `malformed` could not be read; `control` is the transport's own (an SNS subscription); `test` a vendor's ping. */
  kind: 'not an alert' | 'malformed' | 'control' | 'test';
  /** Index in the batch, where the body was one. */
  index?: number;
}

/** All that one body held. */
export interface Reading {
  alerts: Alert[];
  aside: Aside[];
  /** Alerts that the sender says it left out (Alertmanager's `truncatedAlerts`). */
  truncated?: number;
}

/** Why an alert may never lead to a remediation, whatever the rules say; nothing when it may. */
export const heldBack = ({ status, flags = [] }: Pick<Alert, 'status' | 'flags'>): string | undefined => {
  if (status !== 'firing') return `its status is ${status}, not firing`;
  if (flags.includes('heartbeat')) return 'it is a heartbeat, which only says that its sender still speaks';
  return flags.includes('suppressed') ? 'it is suppressed at its sender' : undefined;
};

const hash = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex');

/** 64 hex digits that name the thing that fires, whenever it does: sender and fingerprint, since two senders may both say `7`. */
export const identity = ({
  source,
  instance,
  fingerprint,
}: Pick<Alert, 'source' | 'instance' | 'fingerprint'>): string => hash(instance ?? source, fingerprint);

/** 64 hex digits that name one firing period of one alert: identity and start. */
export const episode = (alert: Pick<Alert, 'source' | 'instance' | 'fingerprint' | 'startsAt'>): string =>
  hash(identity(alert), alert.startsAt);

/** A fingerprint made of the given labels, for senders that give none: independent of key order. */
export const fingerprintOf = (labels: Record<string, string>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))))
    .digest('hex')
    .slice(0, 32);
