import { stoppedBy } from '../live.ts';
import { guardrail } from './guardrail.ts';

/** Nothing runs in the scope of a switch that a person has turned off. */
export const killSwitch = guardrail('kill switch', ({ rule, target }, { switches }) => {
  const off = stoppedBy(switches, { rule: rule.name, runbook: rule.run, target });
  if (!off) return { allowed: true };
  const what = off.scope.kind === 'everything' ? 'everything' : `${off.scope.kind} ${off.scope.name}`;
  const why = off.reason ? `: ${off.reason}` : '';
  return { allowed: false, reason: `${what} is switched off by ${off.by} since ${off.at}${why}` };
});
