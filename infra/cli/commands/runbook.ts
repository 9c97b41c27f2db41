import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import type { WholeRunbook } from '#functions/studio/contract.ts';
import { paramsOf } from '../params.ts';
import { plain, plainJson, plainLines } from '../plain.ts';
import type { Printer } from '../printer.ts';
import { action, type Within } from '../session.ts';
import { ago } from '../time.ts';
import { watch } from '../watch.ts';
import { executionColumns } from './executions.ts';

const list = (shell: Within): Command =>
  new Command('list')
    .description('the runbooks that are released here')
    .addHelpText('after', '\nExample:\n  $ wolfe runbook list')
    .action(
      action(shell, async ({ api, print, now }) => {
        const { items } = await api('listRunbooks', {});
        print.list(
          items,
          [
            { title: 'runbook', of: ({ runbook }) => runbook },
            { title: 'summary', of: ({ summary }) => summary },
            { title: 'owner', of: ({ owner }) => owner },
            { title: 'target', of: ({ target }) => target ?? '' },
            { title: 'released', of: ({ release }) => ago(release.releasedAt, now()) },
            { title: 'version', of: ({ release }) => release.digest.slice(0, 12) },
          ],
          'No runbook is released here.',
        );
        return 0;
      }),
    );

/** Prose without its graphs, which only a browser draws. */
const inTerminal = (prose: string): string => prose.replace(/^```mermaid\n[\s\S]*?^```\n*/gm, '').trim();

const paramLines = ({ params }: WholeRunbook['manifest']): string[] => {
  const required = new Set((params.required as string[] | undefined) ?? []);
  return Object.entries(
    (params.properties ?? {}) as Record<string, { type?: string; default?: unknown; description?: string }>,
  ).map(([name, { type, default: preset, description }]) =>
    plain(
      `  ${name}  ${type ?? 'any'}${required.has(name) && preset === undefined ? ', needed' : ''}${
        preset === undefined ? '' : `, default ${plainJson(preset)}`
      }${description ? `: ${description}` : ''}`,
    ),
  );
};

const whole = ({ manifest, release, versions, lastRuns }: WholeRunbook, print: Printer, now: Date): string[] => [
  ...plainLines(inTerminal(manifest.prose)),
  '',
  'parameters',
  ...paramLines(manifest),
  '',
  ...print.rows(versions, [
    { title: 'version', of: ({ digest }) => digest.slice(0, 12) },
    { title: '', of: ({ digest }) => (digest === release.digest ? 'live' : '') },
    { title: 'published', of: ({ publishedAt }) => ago(publishedAt, now) },
    { title: 'by', of: ({ by }) => by },
  ]),
  '',
  ...(lastRuns.length > 0 ? print.rows(lastRuns, executionColumns(print, now)) : ['It never ran.']),
];

const show = (shell: Within): Command =>
  new Command('show')
    .description('what a runbook does, its parameters, versions and last runs')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  $ wolfe runbook show clear-full-disk')
    .action(
      action(shell, async ({ api, print, now }, [runbook]: [string]) => {
        const found = await api('showRunbook', { runbook });
        print.one(found, () => whole(found, print, now()));
        return 0;
      }),
    );

interface RunOptions {
  param: string[];
  plan?: boolean;
  key?: string;
  wait: boolean;
}

const run = (shell: Within): Command =>
  new Command('run')
    .description('run a runbook by hand and follow it to its end')
    .argument('<name>')
    .option(
      '--param <name=value>',
      'a parameter; what is not text is JSON',
      (pair, all: string[]) => [...all, pair],
      [],
    )
    .option('--plan', 'only diagnose, and show what would be done')
    .option('--key <text>', 'idempotency key: the same key never starts a second run')
    .option('--no-wait', 'do not follow the run')
    .addHelpText(
      'after',
      '\nExample:\n  $ wolfe runbook run clear-full-disk --param instance=i-0abc --param limit=70 --plan',
    )
    .action(
      action(shell, async (session, [runbook]: [string], { param, plan, key, wait }: RunOptions) => {
        const { api, print } = session;
        const { manifest } = await api('showRunbook', { runbook });
        const answer = await api('runRunbook', {
          runbook,
          body: {
            params: paramsOf(param, manifest.params),
            mode: plan ? 'plan' : 'auto',
            idempotencyKey: key ?? randomUUID(),
          },
        });
        if (!wait) {
          print.one(answer, () => [`${answer.started ? 'started' : 'had been started'}: ${answer.execution}`]);
          return 0;
        }
        print.note(`${answer.started ? 'started' : 'had been started'}: ${answer.execution}`);
        return watch(session, answer.execution);
      }),
    );

/** What can be done. */
export const runbook = (shell: Within): Command =>
  new Command('runbook')
    .description('runbooks: list, show, run by hand')
    .addHelpText('after', '\nExample:\n  $ wolfe runbook list')
    .addCommand(list(shell))
    .addCommand(show(shell))
    .addCommand(run(shell));
