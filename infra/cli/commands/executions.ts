import { Command, Option } from 'commander';
import { executionStatuses } from '#functions/studio/contract.ts';
import { type ListedExecution, statusPaint, wholeLines } from '../execution-lines.ts';
import { thereIsMore, within } from '../filters.ts';
import { plainJson } from '../plain.ts';
import type { Printer } from '../printer.ts';
import { action, type Within } from '../session.ts';
import type { Column } from '../table.ts';
import { ago, span } from '../time.ts';
import { exitOf, watch } from '../watch.ts';

/** Executions as lists show them; `runbook show` uses it too. */
export const executionColumns = (print: Printer, now: Date): Column<ListedExecution>[] => [
  { title: 'started', of: ({ startedAt }) => ago(startedAt, now) },
  { title: 'status', of: ({ status }) => status, paint: (text, { status }) => print.paint(statusPaint[status], text) },
  { title: 'outcome', of: ({ outcome, error }) => outcome?.kind ?? error?.name },
  { title: 'runbook', of: ({ runbook }) => runbook },
  { title: 'target', of: ({ target }) => target },
  { title: 'cause', of: ({ rule, cause }) => rule ?? ('person' in cause ? cause.person : '') },
  {
    title: 'took',
    of: ({ startedAt, endedAt }) => (endedAt ? span(Date.parse(endedAt) - Date.parse(startedAt)) : ''),
  },
  { title: 'execution', of: ({ execution }) => execution },
];

interface ListOptions {
  status?: ListedExecution['status'];
  rule?: string;
  runbook?: string;
  target?: string;
  from?: string;
  to?: string;
  limit: number;
}

const list = (shell: Within): Command =>
  within(new Command('list').description('runs: those still running first, then newest first'))
    .addOption(new Option('--status <status>', 'only those that stand so').choices(executionStatuses))
    .option('--rule <name>', 'only those that this rule started')
    .option('--runbook <name>', 'only those of this runbook')
    .option('--target <name>', 'only those on this target')
    .addHelpText('after', '\nExample:\n  $ wolfe executions list --status failed --from 7d')
    .action(
      action(shell, async ({ api, print, now }, _args, query: ListOptions) => {
        const { items, cursor } = await api('listExecutions', { query });
        print.list(items, executionColumns(print, now()), 'No execution fits.');
        if (cursor) print.note(thereIsMore);
        return 0;
      }),
    );

const show = (shell: Within): Command =>
  new Command('show')
    .description('all of one run: steps, results, console, approvals, who was told')
    .argument('<execution>', 'its name')
    .addHelpText('after', '\nExample:\n  $ wolfe executions show node-disk-pressure-1f2e3d4c')
    .action(
      action(shell, async ({ api, print, now }, [execution]: [string]) => {
        const seen = await api('showExecution', { execution });
        print.one(seen, () => wholeLines(seen, print, now()));
        return seen.execution.status === 'running' ? 0 : exitOf(seen);
      }),
    );

const tail = (shell: Within): Command =>
  new Command('tail')
    .description('the steps of a run as they happen; exit code 0 when it succeeded, 1 when it did not')
    .argument('<execution>', 'its name')
    .addHelpText('after', '\nExample:\n  $ wolfe executions tail node-disk-pressure-1f2e3d4c')
    .action(action(shell, async (session, [execution]: [string]) => watch(session, execution)));

const result = (shell: Within): Command =>
  new Command('result')
    .description('the whole result of a step, as JSON, also one too large to be shown with its run')
    .argument('<execution>', 'its name')
    .argument('<step>', 'its name')
    .addHelpText('after', '\nExample:\n  $ wolfe executions result clear-full-disk-1f2e3d4c measure')
    .action(
      action(shell, async ({ api, print }, [execution, step]: [string, string]) => {
        const { value } = await api('showResult', { execution, step });
        print.one(value, () => [plainJson(value, 2)]);
        return 0;
      }),
    );

const cancel = (shell: Within): Command =>
  new Command('cancel')
    .description('stop a run; what a step has already done stays done')
    .argument('<execution>', 'its name')
    .option('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  $ wolfe executions cancel node-disk-pressure-1f2e3d4c --reason "wrong node"')
    .action(
      action(shell, async ({ api, print }, [execution]: [string], { reason }: { reason?: string }) => {
        const answer = await api('cancelExecution', { execution, body: { reason } });
        print.one(answer, () => [`${execution} is being stopped.`]);
        return 0;
      }),
    );

/** Runs. */
export const executions = (shell: Within): Command =>
  new Command('executions')
    .description('runs of runbooks: list, show, follow, cancel')
    .addHelpText('after', '\nExample:\n  $ wolfe executions list')
    .addCommand(list(shell))
    .addCommand(show(shell))
    .addCommand(tail(shell))
    .addCommand(result(shell))
    .addCommand(cancel(shell));
