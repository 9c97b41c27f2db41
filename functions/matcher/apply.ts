import type { Json } from '#runbooks/sdk/wire.ts';
import type { Alert } from '../core/alert.ts';
import type { RuleDecision, Verdict } from '../core/decision.ts';
import { executionName } from '../core/execution.ts';
import type { Facts } from '../core/guardrails/facts.ts';
import type { Intent } from '../core/guardrails/guardrail.ts';
import { judge, refusalOf } from '../core/guardrails/judge.ts';
import type { Live } from '../core/live.ts';
import { ParametersError, renderTarget, translate, validateParams } from '../core/parameters.ts';
import type { Period } from '../core/period.ts';
import type { Rule } from '../core/rules/rule.ts';
import { type LaunchWorld, launcher } from './launch.ts';

/** What applying a rule needs from the world. */
export interface ApplyWorld extends LaunchWorld {
  /** All that the ledger knows of what a rule is about to do. */
  facts(question: { execution: string; rule: string; period: Period; target?: string }): Promise<Facts>;
}

/** The alert that a rule is applied to, and under which decision. */
export interface Occasion {
  alert: Alert;
  period: Period;
  decision: string;
  live: Live;
}

/** Parameters and target of a run, or why there can be none. */
const prepare = async (
  rule: Rule,
  { alert, live }: Occasion,
): Promise<
  { params: Record<string, Json>; target?: string; release: Live['releases'][number] } | { reason: string }
> => {
  const release = live.releases.find(({ runbook }) => runbook === rule.run);
  if (!release) return { reason: `runbook ${rule.run} is not released in this environment; release a version of it` };
  try {
    const params = validateParams(release.params, await translate(rule.with, alert));
    const target = renderTarget(release.target, params);
    return { params, release, ...(target !== undefined && { target }) };
  } catch (error) {
    if (error instanceof ParametersError)
      return { reason: `the parameters of ${rule.run} do not fit: ${error.message}` };
    throw error;
  }
};

/** The verdicts with another answer of the guardrail that was asked last. */
const withLast = (verdicts: Verdict[], last: Verdict): Verdict[] => [...verdicts.slice(0, -1), last];

/** Applies one matching rule to an alert: translate, judge, start. What became of it is the answer; it never refuses by throwing. */
export const applier = (world: ApplyWorld) => {
  const launch = launcher(world);

  return async (rule: Rule, occasion: Occasion): Promise<RuleDecision> => {
    const { alert, period, decision, live } = occasion;
    const head = { rule: rule.name, runbook: rule.run, mode: rule.mode };
    const prepared = await prepare(rule, occasion);
    if ('reason' in prepared) return { ...head, verdicts: [], result: { kind: 'invalid', reason: prepared.reason } };

    const { params, target, release } = prepared;
    const execution = executionName(rule.name, period.episode);
    const remediates = release.remediates && rule.mode !== 'plan';
    const intent: Intent = { rule, alert, execution, decision, remediates, ...(target !== undefined && { target }) };
    const facts = await world.facts({ execution, rule: rule.name, period, ...(target !== undefined && { target }) });
    const verdicts = judge(intent, { ...facts, now: world.now(), switches: live.switches });
    const answer = (result: RuleDecision['result'], asked = verdicts): RuleDecision => ({
      ...head,
      verdicts: asked,
      result,
      params,
      ...(target !== undefined && { target }),
    });

    const refusal = refusalOf(verdicts);
    if (refusal?.guardrail === 'episode')
      return answer({ kind: 'duplicate', execution, ...(facts.claim && { of: facts.claim.by }) });
    if (refusal) {
      const { allowed: _, ...why } = refusal;
      return answer({ kind: 'refused', ...why });
    }
    if (rule.mode === 'shadow') return answer({ kind: 'shadow', execution });

    const reply = await launch({ intent, period, mode: rule.mode, release, params });
    if (reply.kind === 'started') return answer({ kind: 'started', execution, digest: release.digest });
    if (reply.kind === 'duplicate') return answer({ kind: 'duplicate', execution, of: reply.of });
    const { allowed: _, ...why } = reply.refusal;
    const late: Verdict = { guardrail: 'target lock', ...reply.refusal };
    return answer({ kind: 'refused', guardrail: 'target lock', ...why }, withLast(verdicts, late));
  };
};
