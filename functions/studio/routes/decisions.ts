import type { Decision } from '../../core/decision.ts';
import type { DecisionFilter } from '../contract.ts';
import { unknown } from '../refusal.ts';
import type { Handlers } from '../serve.ts';

/** What reading decisions needs from the world. */
export interface DecisionsWorld {
  decision(id: string): Promise<Decision | undefined>;
  /** Newest first; a page may be short of `limit` although there are more. */
  decisions(filter: DecisionFilter): Promise<{ items: Decision[]; cursor?: string }>;
}

export const decisions = (world: DecisionsWorld): Handlers<'listDecisions' | 'showDecision'> => ({
  listDecisions: async ({ query }) => world.decisions(query),
  showDecision: async ({ params }) => {
    const found = await world.decision(params.decision);
    if (!found) throw unknown('decision', params.decision, 'Decisions are kept for 90 days; list those there are.');
    return found;
  },
});
