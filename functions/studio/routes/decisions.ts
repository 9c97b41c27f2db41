import type { Decision } from '../../core/decision.ts';
import { unmatchedByName } from '../../core/rules/unmatched.ts';
import { type LatelyWorld, lately } from '../lately.ts';
import { unknown } from '../refusal.ts';
import type { Handlers } from '../serve.ts';

/** What reading decisions needs from the world. */
export interface DecisionsWorld extends LatelyWorld {
  decision(id: string): Promise<Decision | undefined>;
}

/** As many unmatched ones as one answer looks over. */
const most = 10_000;

export const decisions = (world: DecisionsWorld): Handlers<'listDecisions' | 'showDecision' | 'listUnmatched'> => ({
  listDecisions: async ({ query }) => world.decisions(query),
  listUnmatched: async ({ query }) => {
    const { decisions, ...rest } = await lately(world, most, { since: query.since, kind: 'unmatched' });
    return { items: unmatchedByName(decisions), decisions: decisions.length, ...rest };
  },
  showDecision: async ({ params }) => {
    const found = await world.decision(params.decision);
    if (!found) throw unknown('decision', params.decision, 'Decisions are kept for 90 days; list those there are.');
    return found;
  },
});
