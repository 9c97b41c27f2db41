import { z } from 'zod';
import type { Alert } from '../core/alert.ts';

/** An alert that a rule holds: it comes back to the matcher, which asks that rule again. */
export interface Held {
  alert: Alert;
  rule: string;
  /** ISO: when the alert was received. */
  seenAt: string;
  /** ISO: when it is to be looked at again. */
  until: string;
}

/** How a held alert travels: a message of the alerts queue, told from what senders send by an attribute of this value. */
export const heldKind = 'held';

/** Seconds: SQS keeps a message back no longer than this, so that a longer hold takes several turns. */
const longestTurn = 900;

/** Seconds for which the queue is to keep a held alert back now. */
export const turn = ({ until }: Held, now: Date): number =>
  Math.min(longestTurn, Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / 1000)));

const form = z.object({
  alert: z.custom<Alert>((value) => typeof value === 'object' && value !== null && 'fingerprint' in value),
  rule: z.string(),
  seenAt: z.iso.datetime(),
  until: z.iso.datetime(),
});

/** @throws when the body is none that the matcher wrote. */
export const heldOf = (body: string): Held => form.parse(JSON.parse(body));
