import type { Alert } from '../core/alert.ts';
import type { Decision } from '../core/decision.ts';
import type { Cleared } from '../core/guardrails/facts.ts';
import { type Beat, beatOf } from '../core/heartbeat.ts';
import { type Period, periodOf } from '../core/period.ts';
import type { RuleSet } from '../core/rules/set.ts';
import { read } from '../core/sources/read.ts';
import { type ApplyWorld, applier } from './apply.ts';
import { atOnce } from './at-once.ts';
import { type Current, type CurrentWorld, current } from './current.ts';
import { type Held, turn } from './held.ts';
import { decisionId, type Message } from './message.ts';
import { outcomeOf } from './outcome.ts';

/** What the matcher needs from the world; the adapters and the test fakes both fit it. */
export interface MatcherWorld extends CurrentWorld, ApplyWorld {
  /** Executions that the end of an alert is about; `endedAt` when its sender says when that was. */
  executionsOf(period: Period, endedAt?: string): Promise<string[]>;
  /** Notes that the sender said the alert had cleared. */
  cleared(execution: string, at: string): Promise<void>;
  /** Notes that the alert itself has cleared, for rules that hold it. */
  noteEnd(period: Period, cleared: Cleared): Promise<void>;
  recordDecision(decision: Decision): Promise<void>;
  /** Notes that a heartbeat came. */
  beat(beat: Beat): Promise<void>;
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
  const clear = async (alert: Alert, period: Period, receivedAt: string, set: RuleSet): Promise<Decided> => {
    const { episode } = period;
    // Before what it says of them: a rule may hold the alert and have started nothing yet.
    if (set.holds) await world.noteEnd(period, { episode, endedAt: alert.endsAt ?? receivedAt, at: receivedAt });
    const executions = await world.executionsOf(period, alert.endsAt);
    const at = alert.endsAt ?? world.now().toISOString();
    await Promise.all(executions.map((execution) => world.cleared(execution, at)));
    const noted = executions.length > 0 ? `; noted for ${executions.join(', ')}` : ', and nothing ran for it';
    return {
      kind: 'resolved',
      reason: `the sender says that it has cleared${noted}`,
      rules: [],
      alert,
      episode,
    };
  };

  const decide = async (
    alert: Alert,
    { decision, receivedAt }: { decision: string; receivedAt: string },
    { live, rules: set }: Current,
  ): Promise<Decided> => {
    const period = periodOf(alert);
    const beat = beatOf(alert, world.region, receivedAt);
    if (beat) await world.beat(beat);
    if (alert.status === 'resolved') return clear(alert, period, receivedAt, set);
    const rules = [];
    // One after the other: what a rule of higher priority started is a fact for the next.
    const occasion = { alert, period, decision, live, seenAt: receivedAt, isBack: false };
    for (const rule of set.match(alert)) rules.push(await apply(rule, occasion));
    return { ...outcomeOf(rules, set), rules, alert, episode: period.episode };
  };

  /** An alert that comes back is asked about by the one rule that held it. */
  const decideAgain = async (
    { alert, rule: name, seenAt }: Held,
    decision: string,
    { live, rules: set }: Current,
  ): Promise<Decided> => {
    const period = periodOf(alert);
    const about = { alert, episode: period.episode };
    const rule = set.match(alert).find((each) => each.name === name);
    if (!rule)
      return { ...about, kind: 'unmatched', reason: `${name} held it, and does not match it any more`, rules: [] };
    const rules = [await apply(rule, { alert, period, decision, live, seenAt, isBack: true })];
    return { ...about, ...outcomeOf(rules, set), rules };
  };

  const keep = (message: Message, index: number, decided: Decided, { rules: set }: Current): Promise<void> =>
    world.recordDecision({
      id: decisionId(message, index),
      ...decided,
      receivedAt: message.receivedAt,
      ...(message.held && { seenAt: message.held.seenAt }),
      decidedAt: world.now().toISOString(),
      region: world.region,
      ruleSet: set.version,
      message: { id: message.id, index },
    });

  return async (message: Message): Promise<void> => {
    const { held } = message;
    if (held && turn(held, world.now()) > 0) return world.hold(held);
    const found = await now();
    if (held) return keep(message, 0, await decideAgain(held, decisionId(message, 0), found), found);
    const {
      alerts,
      aside,
      truncated = 0,
    } = await read(message.body, {
      receivedAt: message.receivedAt,
      mappings: found.mappings,
      ...(message.source !== undefined && { source: message.source }),
    });
    const reasons = aside.map(({ kind, reason }) => `${kind}: ${reason}`);
    if (truncated > 0) reasons.push(`left out by the sender, who cut the batch short: ${truncated} alerts`);
    if (alerts.length + reasons.length === 0) reasons.push('not an alert: the body holds none');
    const entries: ((decision: string) => Promise<Decided>)[] = [
      ...alerts.map(
        (alert) => (decision: string) => decide(alert, { decision, receivedAt: message.receivedAt }, found),
      ),
      ...reasons.map((reason) => async () => ({ kind: 'set aside' as const, reason, rules: [] })),
    ];
    await atOnce(alertsAtOnce, [...entries.entries()], async ([index, entry]) => {
      await keep(message, index, await entry(decisionId(message, index)), found);
    });
  };
};
