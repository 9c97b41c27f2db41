import type { Alert } from '../core/alert.ts';
import type { Refusal, RuleDecision, Verdict } from '../core/decision.ts';
import { executionName } from '../core/execution.ts';
import type { Facts } from '../core/guardrails/facts.ts';
import type { Intent } from '../core/guardrails/guardrail.ts';
import { judge, refusalOf } from '../core/guardrails/judge.ts';
import type { Live } from '../core/live.ts';
import type { Period } from '../core/period.ts';
import { prepare } from '../core/rules/prepare.ts';
import type { Rule } from '../core/rules/rule.ts';
import type { Held } from './held.ts';
import { type LaunchWorld, launcher } from './launch.ts';

/** What applying a rule needs from the world. */
export interface ApplyWorld extends LaunchWorld {
  /** All that the ledger knows of what a rule is about to do. */
  facts(question: { execution: string; rule: string; period: Period; target?: string }): Promise<Facts>;
  /** Brings an alert back to the matcher when its hold is over. */
  hold(held: Held): Promise<void>;
  /** Notes that it will come back. */
  holdUntil(period: Period, rule: string, until: string): Promise<void>;
}

/** The alert that a rule is applied to, and under which decision. */
export interface Occasion {
  alert: Alert;
  period: Period;
  decision: string;
  /** ISO: when the alert was received, the first time where a rule held it. */
  seenAt: string;
  /** Whether it was held, and comes back now. */
  isBack: boolean;
  live: Live;
}

/** The verdicts up to the guardrail that refused after all, with its new answer. */
const withLate = (verdicts: Verdict[], late: Refusal): Verdict[] => [
  ...verdicts.slice(
    0,
    verdicts.findIndex(({ guardrail }) => guardrail === late.guardrail),
  ),
  late,
];

/** Applies one matching rule to an alert: translate, judge, start. What became of it is the answer; it never refuses by throwing. */
export const applier = (world: ApplyWorld) => {
  const { launch, abandon } = launcher(world);

  /** Sees to it that a held alert comes back, once for all its repeats. */
  const comeBack = async (
    { rule, alert, seenAt }: Intent,
    { period, isBack }: Occasion,
    { heldUntil }: Facts,
    until: string,
  ): Promise<void> => {
    if (heldUntil !== undefined && !isBack) return;
    // First the message: a crash between the two brings the alert back twice, and never not at all.
    await world.hold({ alert, rule: rule.name, seenAt, until });
    await world.holdUntil(period, rule.name, until);
  };

  return async (rule: Rule, occasion: Occasion): Promise<RuleDecision> => {
    const { alert, period, decision, seenAt, live } = occasion;
    const head = { rule: rule.name, runbook: rule.run, mode: rule.mode };
    const prepared = await prepare(rule, alert, live.releases);
    if ('reason' in prepared) return { ...head, verdicts: [], result: { kind: 'invalid', reason: prepared.reason } };

    const { params, target, release, remediates } = prepared;
    const on = target === undefined ? {} : { target };
    const { episode } = period;
    const execution = executionName(rule.name, episode);
    const intent: Intent = { rule, alert, execution, decision, episode, seenAt, remediates, ...on };
    const facts = await world.facts({ execution, rule: rule.name, period, ...on });
    const known = { ...facts, now: world.now(), switches: live.switches };
    const verdicts = judge(intent, known);
    const answer = (result: RuleDecision['result'], asked = verdicts): RuleDecision => ({
      ...head,
      verdicts: asked,
      result,
      params,
      ...on,
    });
    const refused = ({ allowed: _, ...why }: Refusal, asked = verdicts): RuleDecision =>
      answer({ kind: 'refused', ...why }, asked);

    const refusal = refusalOf(verdicts);
    if (refusal?.guardrail === 'episode')
      return answer({ kind: 'duplicate', execution, ...(facts.claim && { of: facts.claim.by }) });
    if (refusal) {
      if (refusal.guardrail === 'hold' && refusal.until !== undefined)
        await comeBack(intent, occasion, facts, refusal.until);
      if (facts.claim?.by === decision && !facts.claim.started) await abandon(intent, period);
      return refused(refusal);
    }
    if (rule.mode === 'shadow') return answer({ kind: 'shadow', execution });

    const reply = await launch({ intent, known, period, mode: rule.mode, release, params });
    if (reply.kind === 'started') return answer({ kind: 'started', execution, digest: release.digest });
    if (reply.kind === 'duplicate') return answer({ kind: 'duplicate', execution, of: reply.of });
    return refused(reply.refusal, withLate(verdicts, reply.refusal));
  };
};
