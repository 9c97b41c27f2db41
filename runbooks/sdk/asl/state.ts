import type { Outcome } from '../wire.ts';

/** One state of a machine, and a machine, in Amazon States Language (JSONPath). */
export type State = { Type: string; [field: string]: unknown };
export type States = Record<string, State>;
export type Machine = { Comment: string; StartAt: string; States: States };

/** Where a step leaves its reply. */
export const left = (name: string): string => `$.steps['${name}']`;

/** Goes one of several ways; each choice is a condition with its `Next`. */
export const choice = (Choices: object[], Default: string): State => ({ Type: 'Choice', Choices, Default });

/** Ends the run with an outcome that is known beforehand. */
export const ending = (outcome: Outcome): State => ({
  Type: 'Pass',
  Result: outcome,
  ResultPath: '$.outcome',
  Next: '(done)',
});
