import type { Mode } from '../rules/rule.ts';
import { guardrail } from './guardrail.ts';

const notes: Record<Mode, string> = {
  shadow: 'shadow: is judged to the end and recorded, and starts nothing',
  plan: 'plan: ends before the first step that changes anything',
  approve: 'approve: people are asked before the first step that changes anything',
  auto: 'auto: goes all the way',
};

/** How far the rule may go. Never a refusal: even a rule in shadow shows what the other guardrails would have said. */
export const mode = guardrail('mode', ({ rule }) => ({ allowed: true, note: notes[rule.mode] }));
