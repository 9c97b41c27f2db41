import { type Mode, modes } from '../core/rules/rule.ts';
import type { RuleView } from './contract.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A stored rule as lists show it. It was checked when it was applied; a rule that says no mode is in shadow. */
export const ruleView = (source: unknown): RuleView => {
  const rule = (source ?? {}) as Record<string, unknown>;
  return {
    name: text(rule.rule),
    owner: text(rule.owner),
    description: typeof rule.description === 'string' ? rule.description : undefined,
    mode: modes.includes(rule.mode as Mode) ? (rule.mode as Mode) : 'shadow',
    run: text(rule.run),
    priority: typeof rule.priority === 'number' ? rule.priority : 0,
    source,
  };
};

/** Stored rules by their names. */
export const byName = (sources: readonly unknown[]): Map<string, unknown> =>
  new Map(sources.map((source) => [ruleView(source).name, source]));
