import { Command, InvalidArgumentError } from 'commander';
import type { Backtest, BacktestRule } from '#functions/core/rules/backtest/tally.ts';
import { samplesOf, backtest as test } from '#functions/core/rules/backtest.ts';
import { checkFiles, ruleSet } from '#functions/core/rules/set.ts';
import { duration, seconds } from '#runbooks/sdk/duration.ts';
import { decisionsSince, releasesOf } from '../../backtest/collect.ts';
import { meetAll } from '../../backtest/threads.ts';
import { faultsError } from '../../faults.ts';
import { moment } from '../../filters.ts';
import { plain } from '../../plain.ts';
import type { Printer } from '../../printer.ts';
import { ruleFiles } from '../../rule-files.ts';
import { action, type Session, type Within } from '../../session.ts';
import type { Column } from '../../table.ts';
import { ago } from '../../time.ts';

interface Options {
  since: string;
  file?: string[];
  runTime: number;
  limit: number;
}

const length = (text: string): number => {
  try {
    return seconds(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
};
const count = (text: string): number => {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError('Give how many at most.');
  return Number(text);
};

const many = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
const signed = ({ gained, lost }: BacktestRule): string =>
  [gained > 0 ? `+${gained}` : '', lost > 0 ? `-${lost}` : ''].filter(Boolean).join(' ');
const orNone = (amount: number): string => (amount > 0 ? String(amount) : '');

const columns = (print: Printer): Column<BacktestRule>[] => [
  { title: 'rule', of: ({ rule }) => rule },
  { title: 'mode', of: ({ mode }) => mode },
  { title: 'alerts', of: ({ alerts }) => String(alerts) },
  { title: 'vs live', of: signed, paint: (text, { lost }) => (lost > 0 ? print.paint('warn', text) : text) },
  { title: 'runs', of: ({ runs }) => String(runs) },
  { title: 'repeats', of: ({ duplicates }) => orNone(duplicates) },
  { title: 'waiting', of: ({ waiting }) => orNone(waiting) },
  { title: 'refused', of: ({ refused }) => refused.map((one) => `${one.count} ${one.guardrail}`).join(', ') },
  { title: 'invalid', of: ({ invalid }) => orNone(invalid.count), paint: (text) => print.paint('bad', text) },
  {
    title: 'targets',
    of: ({ targets, busiest }) => {
      const shown = busiest.map(({ target, runs }) => (runs > 1 ? `${target} ×${runs}` : target));
      return targets > shown.length ? [...shown, `${targets - shown.length} more`].join(', ') : shown.join(', ');
    },
  },
];

/** What is not in the table: why parameters could not be made, and which alerts would go elsewhere. */
const remarks = ({ rules, differences, newly, noLonger, otherwise }: Backtest): string[] => {
  const invalid = rules.flatMap(({ rule, invalid: { example } }) =>
    example ? [`${rule} could not run: ${example}`] : [],
  );
  const differing = newly + noLonger + otherwise;
  const shown = differences.map(({ alert, decision, gained, lost }) => {
    const change = [...gained.map((rule) => `+${rule}`), ...lost.map((rule) => `-${rule}`)].join(' ');
    return `  ${plain(`${alert}: ${change}`)}  ${decision}`;
  });
  return [
    ...invalid.map(plain),
    ...(differing > 0
      ? [`${many(newly, 'alert')} newly matched, ${noLonger} no longer, ${otherwise} by other rules:`, ...shown]
      : []),
    ...(differing > shown.length ? [`  and ${differing - shown.length} more`] : []),
  ];
};

/** The draft and the live set as their authors wrote them. @throws CommandError with all faults of the draft */
const setsOf = async ({ api, shell }: Session, files: string[] | undefined) => {
  const [{ rules, version }, releases] = await Promise.all([api('listRules', {}), releasesOf(api)]);
  const live = rules.map(({ source }) => source);
  if (!files) return { version, tried: live, live, releases };
  const { faults, rules: draft = [] } = checkFiles(await ruleFiles(files, shell), releases);
  if (faults) throw faultsError(faults);
  return { version, tried: draft.map(({ source }) => source), live, releases };
};

const help = `
What would have been started is judged by the guardrails in the order of time, as if nothing else had run: switches are left out, a rule in
shadow counts as if it acted, and each run lasts as long as --run-time says. Decisions are kept for 90 days.

Exit code 1: alerts that the live set matches would match no rule any more, or a rule's parameters cannot be made of its alerts.

Example:
  $ wolfe rules backtest --since 7d --file rules/`;

export const backtest = (shell: Within): Command =>
  new Command('backtest')
    .description('what rules would have done with the alerts of the past, and how that differs from the live set')
    .option('--since <when>', 'how far back: 2h, 7d, or an ISO time', moment, moment('7d'))
    .option('--file <files...>', 'a draft of the whole set; otherwise the live set itself')
    .option('--run-time <duration>', 'how long a run is taken to last', length, 300)
    .option('--limit <n>', 'the newest so many decisions at most', count, 100_000)
    .addHelpText('after', help)
    .action(
      action(shell, async (session, _args, { since, file, runTime, limit }: Options) => {
        const {
          api,
          print,
          now,
          shell: { err },
        } = session;
        const sets = await setsOf(session, file);
        const live = err.isTTY && !print.json;
        const { decisions, truncated } = await decisionsSince(api, {
          since,
          most: limit,
          progress: (so) => live && err.write(`\r${so} decisions\u001b[K`),
        });
        if (live) err.write('\r\u001b[K');
        const samples = samplesOf(decisions);
        const met = await meetAll(
          sets,
          samples.map(({ alert }) => alert),
        );
        const { rules } = ruleSet(0, sets.tried);
        const report = test(samples, met, { rules, runSeconds: runTime });
        print.one({ ruleSet: sets.version, since, truncated, ...report }, () => [
          `${many(report.alerts, 'alert')} since ${ago(since, now())}: ${report.matched} match a rule, ${report.matchedLive} one of live version ${sets.version}; a run takes ${duration(runTime)}`,
          ...print.rows(report.rules, columns(print)),
          ...remarks(report),
        ]);
        if (truncated)
          print.note(`These are the newest ${limit} decisions; there are more: raise --limit, or look less far back.`);
        return report.noLonger > 0 || report.rules.some(({ invalid }) => invalid.count > 0) ? 1 : 0;
      }),
    );
