import type { Watch } from '../adapters/watch.ts';
import type { Decision } from '../core/decision.ts';
import { decided, receiptToStart } from '../core/metrics.ts';

/** Lets a decision be seen: a line, its count, and for a start the time it took. */
export const seen =
  (watch: Watch) =>
  ({ id, kind, reason, alert, episode, rules, receivedAt, decidedAt }: Decision): void => {
    const executions = rules.flatMap(({ result }) => (result.kind === 'started' ? result.execution : []));
    watch.say(`alert ${kind}`, { decision: id, kind, reason, alert: alert?.name, episode, executions });
    watch.count(decided(kind));
    if (kind === 'started') watch.milliseconds(receiptToStart, Date.parse(decidedAt) - Date.parse(receivedAt));
  };
