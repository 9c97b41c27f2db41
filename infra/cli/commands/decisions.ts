import { Command } from 'commander';
import { type Decision, decisionKinds } from '#functions/core/decision.ts';
import { thereIsMore, within } from '../filters.ts';
import { plain } from '../plain.ts';
import type { Paint, Printer } from '../printer.ts';
import { action, type Within } from '../session.ts';
import type { Column } from '../table.ts';
import { ago } from '../time.ts';

const paints: Partial<Record<Decision['kind'], Paint>> = {
  started: 'good',
  refused: 'warn',
  invalid: 'bad',
  'set aside': 'dim',
  unmatched: 'dim',
};
const painted = (print: Printer, kind: Decision['kind'], text: string): string => {
  const paint = paints[kind];
  return paint ? print.paint(paint, text) : text;
};

/** Decisions as a list shows them; `alert send` uses it too. */
export const decisionColumns = (print: Printer, now: Date): Column<Decision>[] => [
  { title: 'when', of: ({ receivedAt }) => ago(receivedAt, now) },
  { title: 'what', of: ({ kind }) => kind, paint: (text, { kind }) => painted(print, kind, text) },
  { title: 'alert', of: ({ alert }) => alert?.name },
  { title: 'status', of: ({ alert }) => alert?.status },
  { title: 'why', of: ({ reason }) => reason },
  { title: 'decision', of: ({ id }) => id },
];

const verdictRows = (decision: Decision) =>
  decision.rules.flatMap(({ rule, verdicts }) => verdicts.map((verdict) => ({ rule, ...verdict })));

/** All of one decision: why it ran, or why not. */
const whole = (decision: Decision, print: Printer, now: Date): string[] => [
  `${painted(print, decision.kind, decision.kind)}: ${plain(decision.reason)}`,
  `decision   ${decision.id}, ${ago(decision.receivedAt, now)} in ${plain(decision.region)}`,
  ...(decision.alert
    ? [
        `alert      ${plain(decision.alert.name)} ${decision.alert.status} (${plain(decision.alert.source)})`,
        ...Object.entries(decision.alert.labels).map(([name, value]) => `           ${plain(name)}=${plain(value)}`),
      ]
    : []),
  `rule set   ${decision.ruleSet}`,
  ...decision.rules.flatMap(({ rule, runbook, mode, result, target }) => [
    `rule       ${plain(rule)} runs ${plain(runbook)} (${mode})${target ? ` on ${plain(target)}` : ''}: ${result.kind}${
      'execution' in result ? `, execution ${result.execution}` : ''
    }${'reason' in result ? `, ${plain(result.reason)}` : ''}`,
  ]),
  ...(decision.rules.length > 0
    ? [
        '',
        ...print.rows(verdictRows(decision), [
          { title: 'rule', of: ({ rule }) => rule },
          { title: 'guardrail', of: ({ guardrail }) => guardrail },
          {
            title: 'verdict',
            of: ({ allowed }) => (allowed ? 'allowed' : 'refused'),
            paint: (text, { allowed }) => print.paint(allowed ? 'good' : 'bad', text),
          },
          { title: 'why', of: (verdict) => (verdict.allowed ? verdict.note : verdict.reason) },
          { title: 'allowed again', of: (verdict) => (verdict.allowed ? '' : ago(verdict.until, now)) },
        ]),
      ]
    : []),
];

interface ListOptions {
  kind?: Decision['kind'];
  rule?: string;
  alert?: string;
  from?: string;
  to?: string;
  limit: number;
}

const list = (shell: Within): Command =>
  within(new Command('list').description('what became of the alerts that came in, newest first'))
    .option('--kind <kind>', `one of: ${decisionKinds.join(', ')}`)
    .option('--rule <name>', 'only those that this rule matched')
    .option('--alert <name>', 'only alerts of this name')
    .addHelpText('after', '\nExample:\n  $ wolfe decisions list --kind refused --from 2h')
    .action(
      action(shell, async ({ api, print, now }, _args, query: ListOptions) => {
        const { items, cursor } = await api('listDecisions', { query });
        print.list(items, decisionColumns(print, now()), 'No decision fits.');
        if (cursor) print.note(thereIsMore);
        return 0;
      }),
    );

const show = (shell: Within): Command =>
  new Command('show')
    .description('why an alert led to a run, or why not: the verdict of each guardrail')
    .argument('<decision>', 'its id')
    .addHelpText('after', '\nExample:\n  $ wolfe decisions show 20261121T210000000Z-1f2e3d')
    .action(
      action(shell, async ({ api, print, now }, [decision]: [string]) => {
        const found = await api('showDecision', { decision });
        print.one(found, () => whole(found, print, now()));
        return 0;
      }),
    );

/** What became of alerts, and why. */
export const decisions = (shell: Within): Command =>
  new Command('decisions')
    .description('what became of each alert, and why')
    .addHelpText('after', '\nExample:\n  $ wolfe decisions list --kind unmatched')
    .addCommand(list(shell))
    .addCommand(show(shell));
