import type { Alert } from '../core/alert.ts';
import type { Decision } from '../core/decision.ts';
import { type Period, periodOf } from '../core/period.ts';
import { read } from '../core/sources/read.ts';
import { type ApplyWorld, applier } from './apply.ts';
import { atOnce } from './at-once.ts';
import { type Current, type CurrentWorld, current } from './current.ts';
import { decisionId, type Message } from './message.ts';
import { outcomeOf } from './outcome.ts';

/** What the matcher needs from the world; the adapters and the test fakes both fit it. */
export interface MatcherWorld extends CurrentWorld, ApplyWorld {
  /** Executions that the end of an alert is about; `endedAt` when its sender says when that was. */
  executionsOf(period: Period, endedAt?: string): Promise<string[]>;
  /** Notes that the sender said the alert had cleared. */
  cleared(execution: string, at: string): Promise<void>;
  recordDecision(decision: Decision): Promise<void>;
}

/** One body may hold thousands of alerts, and a Lambda has few sockets. */
const alertsAtOnce = 16;

type Decided = Pick<Decision, 'kind' | 'reason' | 'rules' | 'alert' | 'episode'>;

/**
 * One message through the pipe: read; then for each alert match, judge, translate, start, record. Every alert and everything
 * set aside ends as one decision. It may be repeated after a crash anywhere: decisions and executions have the same names then.
 * @throws whatever the world threw, after all other alerts of the message were decided.
 */
export const matcher = (world: MatcherWorld) => {
  const now = current(world);
  const apply = applier(world);

  /** The sender says it is over: nothing is started, and those that ran for it are told. */
  const clear = async (alert: Alert, period: Period): Promise<Decided> => {
    const executions = await world.executionsOf(period, alert.endsAt);
    const at = alert.endsAt ?? world.now().toISOString();
    await Promise.all(executions.map((execution) => world.cleared(execution, at)));
    const noted = executions.length > 0 ? `; noted for ${executions.join(', ')}` : ', and nothing ran for it';
    return {
      kind: 'resolved',
      reason: `the sender says that it has cleared${noted}`,
      rules: [],
      alert,
      episode: period.episode,
    };
  };

  const decide = async (alert: Alert, decision: string, { live, rules: set }: Current): Promise<Decided> => {
    const period = periodOf(alert);
    if (alert.status === 'resolved') return clear(alert, period);
    const rules = [];
    // One after the other: what a rule of higher priority started is a fact for the next.
    for (const rule of set.match(alert)) rules.push(await apply(rule, { alert, period, decision, live }));
    return { ...outcomeOf(rules, set), rules, alert, episode: period.episode };
  };

  return async (message: Message): Promise<void> => {
    const found = await now();
    const {
      alerts,
      aside,
      truncated = 0,
    } = await read(message.body, {
      receivedAt: message.receivedAt,
      ...(message.source !== undefined && { source: message.source }),
    });
    const reasons = aside.map(({ kind, reason }) => `${kind}: ${reason}`);
    if (truncated > 0) reasons.push(`left out by the sender, who cut the batch short: ${truncated} alerts`);
    if (alerts.length + reasons.length === 0) reasons.push('not an alert: the body holds none');
    const entries: ((decision: string) => Promise<Decided>)[] = [
      ...alerts.map((alert) => (decision: string) => decide(alert, decision, found)),
      ...reasons.map((reason) => async () => ({ kind: 'set aside' as const, reason, rules: [] })),
    ];
    await atOnce(alertsAtOnce, [...entries.entries()], async ([index, entry]) => {
      const id = decisionId(message, index);
      const decided = await entry(id);
      await world.recordDecision({
        id,
        ...decided,
        receivedAt: message.receivedAt,
        decidedAt: world.now().toISOString(),
        region: world.region,
        ruleSet: found.rules.version,
        message: { id: message.id, index },
      });
    });
  };
};
