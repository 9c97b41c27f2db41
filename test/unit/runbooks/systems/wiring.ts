import type { Wiring } from '#runbooks/sdk/system.ts';

/** What the runner gives a system, for one step of one execution. */
export const wiring = <Secret>(secret: Secret, more: Partial<Wiring<Secret>> = {}): Wiring<Secret> => ({
  secret,
  signal: new AbortController().signal,
  idempotencyKey: 'execution-1/prune',
  ...more,
});
