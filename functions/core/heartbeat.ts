import { seconds } from '#runbooks/sdk/duration.ts';
import { type Alert, identity } from './alert.ts';

/** An alert that always fires, such as Watchdog: that it comes proves that its sender and the way to here work. */
export interface Heartbeat {
  /** As of the alert. */
  identity: string;
  /** Which heard it: each region listens for itself. */
  region: string;
  name: string;
  source: string;
  labels: Record<string, string>;
  /** ISO; when it last came. */
  at: string;
  /** How often it comes, as its annotation says or as it was heard; unknown after the first. */
  everySeconds?: number;
  /** ISO; when people were told that it does not come any more. */
  missingSince?: string;
}

/** One beat, as an alert tells it. */
export type Beat = Omit<Heartbeat, 'missingSince'>;

/** By this annotation a sender says how often its heartbeat comes: `heartbeat_interval: 5m`. */
const annotation = 'heartbeat_interval';

const told = (text: string | undefined): number | undefined => {
  try {
    return text === undefined ? undefined : seconds(text);
  } catch {
    return undefined;
  }
};

/** The beat in an alert; none in what is no heartbeat, or in one that its sender calls resolved. */
export const beatOf = (alert: Alert, region: string, at: string): Beat | undefined => {
  if (alert.status !== 'firing' || !alert.flags?.includes('heartbeat')) return undefined;
  const { name, source, instance, labels, annotations } = alert;
  const everySeconds = told(annotations[annotation]);
  return {
    identity: identity(alert),
    region,
    name,
    source: instance ?? source,
    labels,
    at,
    ...(everySeconds !== undefined && { everySeconds }),
  };
};

/** Less than this between two first beats is one beat by both halves of a pair. */
const pairSeconds = 10;

/**
 * How often a heartbeat comes, after one more beat. One gap changes the estimate by little: a pair's second half comes within
 * milliseconds, and an outage is no new habit.
 */
export const interval = (known: Pick<Heartbeat, 'at' | 'everySeconds'> | undefined, beat: Beat): number | undefined => {
  if (beat.everySeconds !== undefined) return beat.everySeconds;
  if (!known) return undefined;
  const gap = (Date.parse(beat.at) - Date.parse(known.at)) / 1000;
  if (known.everySeconds === undefined) return gap < pairSeconds ? undefined : gap;
  return Math.min(Math.max(gap, known.everySeconds * 0.9), known.everySeconds * 2);
};

/** Seconds of silence after the only beat that was ever heard: its interval is not known, and few are longer than a day. */
const patienceSeconds = 86_400;
/** The queue alone may take so long. */
const leastSeconds = 60;

/** Seconds that a heartbeat may stay away. @param missed intervals */
export const toleratedSeconds = ({ everySeconds }: Pick<Heartbeat, 'everySeconds'>, missed: number): number =>
  everySeconds === undefined ? patienceSeconds : Math.max(everySeconds * missed, leastSeconds);
