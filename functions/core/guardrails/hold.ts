import { duration } from '#runbooks/sdk/duration.ts';
import { guardrail } from './guardrail.ts';

/**
 * An alert must still be firing after a while, so that what passes by itself is left to pass. It is looked at again then; its
 * sender's word that it has cleared, received meanwhile, ends it. A sender that never tells ends is taken to be firing still.
 */
export const hold = guardrail('hold', ({ rule, alert, seenAt, episode }, { cleared, now }) => {
  const { holdSeconds } = rule.guard;
  if (holdSeconds === undefined) return { allowed: true };
  const long = duration(holdSeconds);
  // Of a sender whose clock is ahead, the time of receipt counts.
  const since = alert.startsAt < seenAt ? alert.startsAt : seenAt;
  const isOver = cleared && (cleared.episode === episode || cleared.endedAt >= alert.startsAt) && cleared.at >= seenAt;
  if (isOver) return { allowed: false, reason: `it cleared at ${cleared.endedAt}, and must fire for ${long}` };
  const until = new Date(Date.parse(since) + holdSeconds * 1000).toISOString();
  if (now.getTime() >= Date.parse(until)) return { allowed: true, note: `still firing after ${long}` };
  return { allowed: false, reason: `it fires since ${since} and must still do so at ${until}`, until };
});
