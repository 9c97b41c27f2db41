import type { Refusal } from '../../decision.ts';
import type { Mode, Rule } from '../rule.ts';

/** What one rule would have come to. */
export interface BacktestRule {
  rule: string;
  mode: Mode;
  /** Alerts that meet its pattern, repeats among them. */
  alerts: number;
  runs: number;
  /** Repeats of an alert that it had run for. */
  duplicates: number;
  /** Still held when the last alert came. */
  waiting: number;
  /** By guardrail, with the first refusal in words. */
  refused: { guardrail: string; count: number; example: string }[];
  /** Its parameters or its target could not be made; with the first reason. */
  invalid: { count: number; example?: string };
  /** How many different targets it would have run on, and those with the most runs. */
  targets: number;
  busiest: { target: string; runs: number }[];
  /** Alerts that it meets now and did not in the live set, and the other way round. */
  gained: number;
  lost: number;
}

/** One alert that other rules would meet than those of the live set. */
export interface Difference {
  decision: string;
  alert: string;
  /** ISO. */
  at: string;
  gained: string[];
  lost: string[];
}

/** What a rule set would have done with alerts of the past. */
export interface Backtest {
  /** Alerts that were looked at, ends not among them; how many met a rule, and how many met one in the live set. */
  alerts: number;
  matched: number;
  matchedLive: number;
  /** ISO: the first and the last of them. */
  from?: string;
  to?: string;
  /** In the order of the set; rules that only the live set has at the end. */
  rules: BacktestRule[];
  /** Alerts that met no rule and do now, that met one and do not any more, and that meet others. */
  newly: number;
  noLonger: number;
  otherwise: number;
  /** The first of these. */
  differences: Difference[];
}

const shownTargets = 5;
const shownDifferences = 50;

interface Counting extends Omit<BacktestRule, 'refused' | 'targets' | 'busiest'> {
  refused: Map<string, { count: number; example: string }>;
  targets: Map<string, number>;
}

/** Counts what a backtest finds. */
export const tally = (rules: readonly Rule[]) => {
  const counting = new Map<string, Counting>();
  const open = (rule: string, mode: Mode): Counting => ({
    ...{ rule, mode, alerts: 0, runs: 0, duplicates: 0, waiting: 0, gained: 0, lost: 0 },
    invalid: { count: 0 },
    refused: new Map(),
    targets: new Map(),
  });
  for (const { name, mode } of rules) counting.set(name, open(name, mode));
  /** A rule that only the live set has is there for what it loses. */
  const of = (rule: string): Counting => {
    const known = counting.get(rule) ?? open(rule, 'shadow');
    counting.set(rule, known);
    return known;
  };
  const whole = { alerts: 0, matched: 0, matchedLive: 0, newly: 0, noLonger: 0, otherwise: 0 };
  const differences: Difference[] = [];
  const span: { from?: string; to?: string } = {};

  return {
    /** An alert, the rules that it meets, and those of the live set that it meets. */
    alert(
      { decision, alert, receivedAt }: { decision: string; alert: { name: string }; receivedAt: string },
      met: readonly string[],
      live: readonly string[],
    ): void {
      whole.alerts += 1;
      span.from ??= receivedAt;
      span.to = receivedAt;
      if (met.length > 0) whole.matched += 1;
      if (live.length > 0) whole.matchedLive += 1;
      for (const rule of met) of(rule).alerts += 1;
      const gained = met.filter((rule) => !live.includes(rule));
      const lost = live.filter((rule) => !met.includes(rule));
      for (const rule of gained) of(rule).gained += 1;
      for (const rule of lost) of(rule).lost += 1;
      if (gained.length + lost.length === 0) return;
      whole[live.length === 0 ? 'newly' : met.length === 0 ? 'noLonger' : 'otherwise'] += 1;
      if (differences.length < shownDifferences)
        differences.push({ decision, alert: alert.name, at: receivedAt, gained, lost });
    },
    run(rule: string, target: string | undefined): void {
      const { targets } = of(rule);
      of(rule).runs += 1;
      if (target !== undefined) targets.set(target, (targets.get(target) ?? 0) + 1);
    },
    duplicate(rule: string): void {
      of(rule).duplicates += 1;
    },
    invalid(rule: string, reason: string): void {
      const { invalid } = of(rule);
      invalid.count += 1;
      invalid.example ??= reason;
    },
    refused(rule: string, { guardrail, reason }: Refusal): void {
      const { refused } = of(rule);
      refused.set(guardrail, {
        example: reason,
        ...refused.get(guardrail),
        count: (refused.get(guardrail)?.count ?? 0) + 1,
      });
    },
    waiting(rules: readonly string[]): void {
      for (const rule of rules) of(rule).waiting += 1;
    },

    told: (): Backtest => ({
      ...whole,
      ...span,
      rules: [...counting.values()].map(({ refused, targets, ...rule }) => ({
        ...rule,
        refused: [...refused].map(([guardrail, told]) => ({ guardrail, ...told })),
        targets: targets.size,
        busiest: [...targets]
          .map(([target, runs]) => ({ target, runs }))
          .sort((a, b) => b.runs - a.runs || (a.target < b.target ? -1 : 1))
          .slice(0, shownTargets),
      })),
      differences,
    }),
  };
};
