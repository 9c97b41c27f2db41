import { Command } from 'commander';
import type { Answer, Routes } from '#functions/studio/contract.ts';
import { CommandError } from '../exit.ts';
import { action, type Within } from '../session.ts';
import { ago } from '../time.ts';

type SwitchState = Answer<Routes['setSwitch']>;

interface Options {
  rule?: string;
  runbook?: string;
  target?: string;
  reason?: string;
}

const scopeOf = ({ rule, runbook, target }: Options): SwitchState['scope'] => {
  const named = Object.entries({ rule, runbook, target }).filter(([, name]) => name !== undefined);
  if (named.length > 1) throw new CommandError(2, 'Give one of --rule, --runbook, --target, or none for everything.');
  const [first] = named;
  return first ? { kind: first[0] as 'rule', name: first[1]! } : { kind: 'everything' };
};

const inWords = (scope: SwitchState['scope']): string =>
  scope.kind === 'everything' ? 'everything' : `${scope.kind} ${scope.name}`;

const setting = (shell: Within, word: 'on' | 'off'): Command =>
  new Command(word)
    .description(
      word === 'off' ? 'stop every new run and every further change in a scope' : 'let runs in a scope go on again',
    )
    .option('--rule <name>', 'only this rule')
    .option('--runbook <name>', 'only this runbook')
    .option('--target <name>', 'only this target, e.g. ec2:i-0abc')
    .option('--reason <text>', 'why, for those who find it off')
    .addHelpText('after', `\nExample:\n  $ wolfe switch ${word} --runbook clear-full-disk --reason "it fills up again"`)
    .action(
      action(shell, async ({ api, print }, _args, options: Options) => {
        const state = await api('setSwitch', {
          body: { scope: scopeOf(options), off: word === 'off', reason: options.reason },
        });
        print.one(state, () => [`${inWords(state.scope)} is ${state.off ? 'off' : 'on'}`]);
        return 0;
      }),
    );

const list = (shell: Within): Command =>
  new Command('list')
    .description('the switches that were ever set')
    .addHelpText('after', '\nExample:\n  $ wolfe switch list')
    .action(
      action(shell, async ({ api, print, now }) => {
        const { items } = await api('listSwitches', {});
        print.list(
          items,
          [
            { title: 'scope', of: ({ scope }) => inWords(scope) },
            {
              title: 'state',
              of: ({ off }) => (off ? 'off' : 'on'),
              paint: (text, { off }) => print.paint(off ? 'bad' : 'good', text),
            },
            { title: 'by', of: ({ by }) => by },
            { title: 'since', of: ({ at }) => ago(at, now()) },
            { title: 'reason', of: ({ reason }) => reason },
          ],
          'No switch was ever set: everything is on.',
        );
        return 0;
      }),
    );

/** Kill switches. */
export const switches = (shell: Within): Command =>
  new Command('switch')
    .description('kill switches: stop and resume what Wolfe does')
    .addHelpText('after', '\nExample:\n  $ wolfe switch off --reason "network maintenance until 14:00"')
    .addCommand(setting(shell, 'on'))
    .addCommand(setting(shell, 'off'))
    .addCommand(list(shell));
