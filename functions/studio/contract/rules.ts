import { z } from 'zod';
import type { AlternativeExplanation } from '../../core/rules/explain.ts';
import { modes, type RuleFault } from '../../core/rules/rule.ts';
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

export const rules = {
  listRules: look('/api/v1/rules', ruleSet),
  listRuleSets: look('/api/v1/rules/versions', z.object({ items: z.array(version) })),
  showRuleSet: look('/api/v1/rules/versions/:version', ruleSet),
  checkRules: question(
    '/api/v1/rules/check',
    z.object({ files }),
    z.object({ rules: z.number(), faults: z.array(fault) }),
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
