import { redelivery } from '../redelivery.ts';
import { guardrail } from './guardrail.ts';

/**
 * Seconds after which a claim that was never marked started is free for another delivery: the message that made it has been
 * received for the last time by then, so that two never work on one claim.
 */
export const takeoverAfterSeconds = redelivery.visibilitySeconds * (redelivery.maxReceives + 1);

/** One run for one firing period: repeats, HA pairs and redeliveries of an alert start nothing more. */
export const episode = guardrail('episode', ({ execution, decision }, { claim, now }) => {
  if (!claim || (claim.by === decision && !claim.started)) return { allowed: true };
  if (claim.by === decision) return { allowed: true, note: 'this message has started it before' };
  const abandoned = now.getTime() - Date.parse(claim.at) >= takeoverAfterSeconds * 1000;
  if (!claim.started && abandoned)
    return { allowed: true, note: `decision ${claim.by} claimed it at ${claim.at} and never started it` };
  const how = claim.started ? 'was started' : 'is being started';
  return { allowed: false, reason: `${execution} ${how} for this episode already, by decision ${claim.by}` };
});
