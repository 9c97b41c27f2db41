import type { Decision, RuleDecision } from '../decision.ts';

/** What one rule came to lately. */
export interface Activity {
  rule: string;
  /** Alerts that it matched, and what became of them. */
  alerts: number;
  started: number;
  refused: number;
  duplicate: number;
  shadow: number;
  invalid: number;
  /** ISO: when it last matched; when it last started something, and what. */
  lastAt: string;
  lastRun?: { at: string; execution: string };
}

const nothing = { alerts: 0, started: 0, refused: 0, duplicate: 0, shadow: 0, invalid: 0 };

/** What rules came to, by name, as decisions tell it. @param decisions newest first */
export const activityOf = (decisions: readonly Decision[]): Activity[] => {
  const rules = new Map<string, Activity>();
  const note = ({ rule, result }: RuleDecision, at: string): void => {
    const activity = rules.get(rule) ?? { rule, ...nothing, lastAt: at };
    rules.set(rule, activity);
    activity.alerts += 1;
    activity[result.kind] += 1;
    if (result.kind === 'started') activity.lastRun ??= { at, execution: result.execution };
  };
  for (const { rules: each, decidedAt } of decisions) for (const rule of each) note(rule, decidedAt);
  return [...rules.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
};
