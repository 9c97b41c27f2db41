import type { Alert } from '../alert.ts';
import type { Decision } from '../decision.ts';
import { executionName } from '../execution.ts';
import type { Intent } from '../guardrails/guardrail.ts';
import { judge, refusalOf } from '../guardrails/judge.ts';
import { rehearsal } from '../guardrails/rehearsal.ts';
import type { Release } from '../live.ts';
import { periodOf } from '../period.ts';
import { type Backtest, tally } from './backtest/tally.ts';
import { prepare } from './prepare.ts';
import type { Rule } from './rule.ts';
import type { RuleSet } from './set.ts';

/** An alert that was decided on, as a backtest takes it up again. */
export interface Sample {
  decision: string;
  alert: Alert;
  /** ISO. */
  receivedAt: string;
  decidedAt: string;
}

/** What a rule would run for an alert, as far as guardrails ask; `invalid` says why it could not. */
export interface Candidate {
  rule: string;
  remediates: boolean;
  target?: string;
  invalid?: string;
}

/** Which rules an alert meets: of the set that is tried, with what they would run; and of the one that is live. */
export interface Meeting {
  candidates: Candidate[];
  live: string[];
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Decisions on alerts in the order in which they were made. Those that a rule held are looked at again by the backtest itself. */
export const samplesOf = (decisions: readonly Decision[]): Sample[] =>
  [...decisions]
    .sort(
      (a, b) =>
        compare(a.decidedAt, b.decidedAt) ||
        compare(a.message.id, b.message.id) ||
        compare(a.message.index, b.message.index),
    )
    .flatMap(({ id, alert, receivedAt, decidedAt, seenAt }) =>
      alert && seenAt === undefined ? [{ decision: id, alert, receivedAt, decidedAt }] : [],
    );

/** The part of a backtest that looks at each alert alone, so that several threads can share it. */
export const meetings = async (
  alerts: readonly Alert[],
  { set, live, releases }: { set: RuleSet; live: RuleSet; releases: readonly Release[] },
): Promise<Meeting[]> => {
  const candidate = async (rule: Rule, alert: Alert): Promise<Candidate> => {
    const prepared = await prepare(rule, alert, releases);
    if ('reason' in prepared) return { rule: rule.name, remediates: false, invalid: prepared.reason };
    const { target, remediates } = prepared;
    return { rule: rule.name, remediates, ...(target !== undefined && { target }) };
  };
  const found: Meeting[] = [];
  for (const alert of alerts) {
    // Of an end nothing is ever started.
    const [tried, known] = alert.status === 'resolved' ? [[], []] : [set.match(alert), live.match(alert)];
    const candidates = await Promise.all(tried.map((rule) => candidate(rule, alert)));
    found.push({ candidates, live: known.map(({ name }) => name) });
  }
  return found;
};

/** What is to be looked at again, and when. */
interface Held {
  at: number;
  sample: Sample;
  candidate: Candidate;
}

/**
 * What a rule set would have done with alerts of the past: the guardrails judge each in the order of time, over a ledger in
 * memory that counts what would have been started. Switches are left out, and a rule in shadow counts as if it ran: the question is
 * what it would do.
 * @param samples in the order of time, and `meetings` of their alerts in the same order.
 * @param options.runSeconds how long each run is taken to last.
 */
export const backtest = (
  samples: readonly Sample[],
  meetings: readonly Meeting[],
  { rules, runSeconds }: { rules: readonly Rule[]; runSeconds: number },
): Backtest => {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const ledger = rehearsal(runSeconds);
  const report = tally(rules);
  const held: Held[] = [];
  /** Of an alert's periods, the one that a rule held last, as the ledger has it. */
  const waiting = new Map<string, string>();

  const holdBack = (at: number, sample: Sample, candidate: Candidate): void => {
    held.splice(held.findLastIndex((other) => other.at <= at) + 1, 0, { at, sample, candidate });
  };

  const consider = (sample: Sample, candidate: Candidate, now: Date, isBack: boolean): void => {
    const { alert, decision, receivedAt } = sample;
    const { remediates, target, invalid } = candidate;
    if (invalid !== undefined) {
      report.invalid(candidate.rule, invalid);
      return;
    }
    const rule = byName.get(candidate.rule)!;
    const period = periodOf(alert);
    const { episode } = period;
    const execution = executionName(rule.name, episode);
    const place = { rule, execution, ...(target !== undefined && { target }) };
    const intent: Intent = { ...place, alert, decision, episode, seenAt: receivedAt, remediates };
    const refusal = refusalOf(judge(intent, { ...ledger.facts(place, period, now), now, switches: [] }));
    if (!refusal) {
      ledger.start(intent, period, now);
      report.run(rule.name, target);
    } else if (refusal.guardrail === 'episode') {
      report.duplicate(rule.name);
    } else {
      report.refused(rule.name, refusal);
      const { guardrail, until } = refusal;
      const key = JSON.stringify([rule.name, period.identity]);
      if (guardrail !== 'hold' || until === undefined || (waiting.get(key) === episode && !isBack)) return;
      waiting.set(key, episode);
      holdBack(Date.parse(until), sample, candidate);
    }
  };

  /** Looks again at what was held until then. */
  const holdsUntil = (time: number): void => {
    while (held[0] && held[0].at <= time) {
      const { at, sample, candidate } = held.shift()!;
      consider(sample, candidate, new Date(at), true);
    }
  };

  for (const [i, sample] of samples.entries()) {
    const now = new Date(sample.decidedAt);
    holdsUntil(now.getTime());
    const { candidates, live } = meetings[i]!;
    const { alert } = sample;
    if (alert.status === 'resolved') {
      ledger.clear(periodOf(alert), alert.endsAt, now);
      continue;
    }
    report.alert(
      sample,
      candidates.map(({ rule }) => rule),
      live,
    );
    for (const candidate of candidates) consider(sample, candidate, now, false);
  }
  report.waiting(held.map(({ candidate }) => candidate.rule));
  return report.told();
};
