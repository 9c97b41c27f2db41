import { z } from 'zod';
import type { Activity } from '../../core/rules/activity.ts';
import type { Backtest } from '../../core/rules/backtest/tally.ts';
import type { RuleDifference } from '../../core/rules/difference.ts';
import type { AlternativeExplanation } from '../../core/rules/explain.ts';
import { modes, type RuleFault } from '../../core/rules/rule.ts';
import { instant, lately } from './common.ts';
import { alert } from './decisions.ts';
import { change, look, question } from './route.ts';

/** A rule as lists show it, and as its author wrote it. */
const rule = z.object({
  name: z.string(),
  owner: z.string(),
  description: z.string().optional(),
  mode: z.enum(modes),
  run: z.string(),
  priority: z.number(),
  source: z.unknown(),
});
export type RuleView = z.infer<typeof rule>;

const version = z.object({ version: z.number(), at: z.string(), by: z.string(), rules: z.number() });

const ruleSet = z.object({
  /** 0 when no set was ever applied. */
  version: z.number(),
  at: z.string().optional(),
  by: z.string().optional(),
  rules: z.array(rule),
});
export type RuleSetView = z.infer<typeof ruleSet>;

export const fault: z.ZodType<RuleFault> = z.object({
  file: z.string().optional(),
  rule: z.string().optional(),
  path: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
  problem: z.string(),
  cure: z.string(),
});

/** The text of one rule file; a set is as many as its author likes. Files of mappings have the same form. */
export const ruleFile = z.object({ file: z.string().max(500), text: z.string().max(1_000_000) });
export type RuleFile = z.infer<typeof ruleFile>;
const files = z.array(ruleFile).min(1).max(10_000);

/** One alternative of a pattern against the alert: which of its fields held, what was wanted and what was there. */
const alternative: z.ZodType<AlternativeExplanation> = z.object({
  held: z.boolean(),
  fields: z.array(
    z.object({
      path: z.string(),
      held: z.boolean(),
      actual: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
      expected: z.string(),
    }),
  ),
  apart: z.literal(true).optional(),
});

/** Why a rule matches an alert, or does not. */
const explanation = z.object({ rule: z.string(), held: z.boolean(), alternatives: z.array(alternative) });
export type Explanation = z.infer<typeof explanation>;

const difference: z.ZodType<RuleDifference> = z.object({
  rule: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  fields: z.array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
});

const activity: z.ZodType<Activity> = z.object({
  rule: z.string(),
  alerts: z.number(),
  started: z.number(),
  refused: z.number(),
  duplicate: z.number(),
  shadow: z.number(),
  invalid: z.number(),
  lastAt: z.string(),
  lastRun: z.object({ at: z.string(), execution: z.string() }).optional(),
});

const backtest: z.ZodType<Backtest> = z.object({
  alerts: z.number(),
  matched: z.number(),
  matchedLive: z.number(),
  from: z.string().optional(),
  to: z.string().optional(),
  rules: z.array(
    z.object({
      rule: z.string(),
      mode: z.enum(modes),
      alerts: z.number(),
      runs: z.number(),
      duplicates: z.number(),
      waiting: z.number(),
      refused: z.array(z.object({ guardrail: z.string(), count: z.number(), example: z.string() })),
      invalid: z.object({ count: z.number(), example: z.string().optional() }),
      targets: z.number(),
      busiest: z.array(z.object({ target: z.string(), runs: z.number() })),
      gained: z.number(),
      lost: z.number(),
    }),
  ),
  newly: z.number(),
  noLonger: z.number(),
  otherwise: z.number(),
  differences: z.array(
    z.object({
      decision: z.string(),
      alert: z.string(),
      at: z.string(),
      gained: z.array(z.string()),
      lost: z.array(z.string()),
    }),
  ),
});

export const rules = {
  listRules: look('/api/v1/rules', ruleSet),
  /** What each rule came to lately; rules that matched nothing are not in it. */
  listRuleActivity: look('/api/v1/rules/activity', lately(activity), z.object({ since: instant.optional() })),
  listRuleSets: look('/api/v1/rules/versions', z.object({ items: z.array(version) })),
  showRuleSet: look('/api/v1/rules/versions/:version', ruleSet),
  checkRules: question(
    '/api/v1/rules/check',
    z.object({ files }),
    z.object({
      rules: z.number(),
      faults: z.array(fault),
      /** What is allowed and most likely not meant; told of a set without faults. */
      warnings: z.array(fault),
    }),
  ),
  /** What applying these files would change, rule by rule and field by field. */
  diffRules: question(
    '/api/v1/rules/diff',
    z.object({
      files,
      /** The version to hold them against; the live one otherwise. */
      against: z.number().int().min(1).optional(),
    }),
    z.object({ against: z.number(), items: z.array(difference) }),
  ),
  explainRules: question(
    '/api/v1/rules/explain',
    z.object({
      alert,
      /** Only this rule; all of the set otherwise. */
      rule: z.string().optional(),
      /** Explain these instead of the live set. */
      files: files.optional(),
    }),
    z.object({ ruleSet: z.number(), items: z.array(explanation) }),
  ),
  /** What a set would have done with the alerts of the past. Few enough for one answer; `wolfe rules backtest` takes all. */
  backtestRules: question(
    '/api/v1/rules/backtest',
    z.object({
      /** The draft; the live set itself otherwise. */
      files: files.optional(),
      since: instant.optional(),
      /** How long each run is taken to last. */
      runSeconds: z.number().int().min(1).max(86_400).default(300),
    }),
    z.object({
      /** Version of the live set that it is held against. */
      ruleSet: z.number(),
      report: backtest,
      since: z.string(),
      truncated: z.boolean(),
    }),
  ),
  applyRules: change(
    'POST',
    '/api/v1/rules/apply',
    z.object({
      files,
      /** Refused when the live version is another one by now. */
      expectedVersion: z.number().int().min(0).optional(),
    }),
    z.object({ version: z.number(), rules: z.number() }),
  ),
  rollbackRules: change(
    'POST',
    '/api/v1/rules/rollback',
    z.object({
      /** The version to bring back, as a new head; the one before the live one otherwise. */
      to: z.number().int().min(1).optional(),
    }),
    z.object({ version: z.number(), rules: z.number(), of: z.number() }),
  ),
};
