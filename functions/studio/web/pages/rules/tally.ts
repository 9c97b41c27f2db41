import type { Decision } from '../../api/nouns.ts';

/** What one rule came to lately. */
export interface Tally {
  started: number;
  refused: number;
  shadow: number;
  invalid: number;
  /** When it last started an execution, and which; ISO. */
  last?: { at: string; execution: string };
}

const none = (): Tally => ({ started: 0, refused: 0, shadow: 0, invalid: 0 });

/** Counts decisions, newest first, by the rules that matched. */
export const tally = (decisions: readonly Decision[]): Map<string, Tally> => {
  const counts = new Map<string, Tally>();
  for (const { rules, receivedAt } of decisions)
    for (const { rule, result } of rules) {
      const count = counts.get(rule) ?? none();
      counts.set(rule, count);
      if (result.kind === 'duplicate') continue;
      count[result.kind] += 1;
      if (result.kind === 'started') count.last ??= { at: receivedAt, execution: result.execution };
    }
  return counts;
};
