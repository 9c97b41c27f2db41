import { type DecisionKind, decisionKinds, type RuleDecision } from '../core/decision.ts';
import type { RuleSet } from '../core/rules/set.ts';

/** What one rule came to, in words. */
const words = ({ rule, runbook, result }: RuleDecision): string => {
  switch (result.kind) {
    case 'started':
      return `${rule} started ${runbook} as ${result.execution}`;
    case 'shadow':
      return `${rule} would have started ${runbook} as ${result.execution}, but is in shadow`;
    case 'duplicate':
      return `${rule} has ${result.execution} for this episode already`;
    case 'refused':
      return `${rule} was refused by ${result.guardrail}: ${result.reason}`;
    case 'invalid':
      return `${rule} could not run: ${result.reason}`;
  }
};

/** What a whole alert came to, of what its rules came to: the most that any of them did, and why in one sentence. */
export const outcomeOf = (rules: readonly RuleDecision[], asked: RuleSet): { kind: DecisionKind; reason: string } => {
  const unreadable =
    asked.unreadable.length > 0 ? `; not asked, because unreadable: ${asked.unreadable.join(', ')}` : '';
  if (rules.length === 0) {
    const none =
      asked.version === 0 ? 'there are no rules yet; apply a rule set' : `no rule of set ${asked.version} matches`;
    return { kind: 'unmatched', reason: none + unreadable };
  }
  const kind = decisionKinds.find((each) => rules.some(({ result }) => result.kind === each))!;
  return { kind, reason: rules.map(words).join('; ') + unreadable };
};
