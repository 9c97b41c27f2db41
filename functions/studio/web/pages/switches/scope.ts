import type { Switch } from '../../api/nouns.ts';

export type Scope = Switch['scope'];

/** What a switch stops, in words. */
export const scopeText = (scope: Scope): string =>
  scope.kind === 'everything' ? 'everything' : `${scope.kind} ${scope.name}`;
