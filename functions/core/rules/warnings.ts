import type { RuleDocument } from './document.ts';
import type { Rule, RuleFault } from './rule.ts';
import type { Callable } from './set.ts';

type Found = Pick<RuleFault, 'path' | 'problem' | 'cure'>;

/** Whether a run of it may change something without a person's word. */
const actsAlone = ({ mode }: Rule, { remediates }: Callable): boolean => mode === 'auto' && remediates !== false;

const warningsOf = (rule: Rule, runbook: Callable): Found[] => {
  const { cooldownSeconds, rate, attempts, blastRadius, holdSeconds } = rule.guard;
  const found: Found[] = [];
  if (actsAlone(rule, runbook) && !cooldownSeconds && !rate && !attempts && !blastRadius)
    found.push({
      path: 'mode',
      problem: 'acts by itself, and nothing limits how often',
      cure: 'Give it a guard: { cooldown: 30m, rate: { max: 10, per: 1h }, blastRadius: { max: 5, per: 1h } }.',
    });
  if (blastRadius && runbook.target === null)
    found.push({
      path: 'guard.blastRadius',
      problem: `limits nothing: ${rule.run} names no target`,
      cure: 'Use rate instead, or give the runbook a target.',
    });
  if (attempts && cooldownSeconds && attempts.max > attempts.perSeconds / cooldownSeconds + 1)
    found.push({
      path: 'guard.attempts',
      problem: 'limits nothing: the cooldown allows fewer runs in that time',
      cure: 'Make the cooldown shorter, or count attempts over a longer time.',
    });
  if (holdSeconds !== undefined && holdSeconds > 86_400)
    found.push({ path: 'guard.hold', problem: 'waits for more than a day', cure: 'Hold minutes or hours.' });
  return found;
};

/** What is allowed in a set without faults, and yet most likely not meant, with its place and cure. */
export const warnRules = (
  documents: readonly RuleDocument[],
  rules: readonly Rule[],
  runbooks: Iterable<Callable>,
): RuleFault[] => {
  const callable = new Map([...runbooks].map((each) => [each.runbook, each]));
  const places = new Map(documents.map((document) => [document.value, document]));
  return rules.flatMap((rule) => {
    const { file, place } = places.get(rule.source)!;
    return warningsOf(rule, callable.get(rule.run)!).map((found) => ({
      ...{ file, rule: rule.name, ...place(found.path) },
      ...found,
    }));
  });
};
