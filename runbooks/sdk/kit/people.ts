import { type Duration, seconds } from '../duration.ts';
import type { ApprovalReply } from '../wire.ts';

/** One person's answer, so long after the ask: `{ by: 'ann' }` approves at once. */
export interface Answer {
  by: string;
  approved?: boolean;
  reason?: string;
  after?: Duration;
}

/**
 * Scripted people, asked one time after the other: each ask takes the next answers until enough approve or one denies.
 * @returns for an ask, the reply and how many seconds it took; no reply when the ask expires.
 */
export const people = (answers: readonly Answer[]) => {
  const left = [...answers];
  return (terms: { quorum: number; seconds: number }): { reply?: ApprovalReply; took: number } => {
    const by = new Set<string>();
    let took = 0;
    for (let answer = left.shift(); answer; answer = left.shift()) {
      took = Math.max(took, answer.after ? seconds(answer.after) : 0);
      if (took >= terms.seconds) break;
      const { approved = true, reason } = answer;
      if (!approved) return { reply: { approved, by: [answer.by], ...(reason !== undefined && { reason }) }, took };
      if (by.add(answer.by).size >= terms.quorum) return { reply: { approved, by: [...by] }, took };
    }
    return { took: terms.seconds };
  };
};
