import { Command, InvalidArgumentError } from 'commander';
import { stringify } from 'yaml';
import type { RuleView } from '#functions/studio/contract.ts';
import { CommandError } from '../../exit.ts';
import { plainLines } from '../../plain.ts';
import type { Printer } from '../../printer.ts';
import { ruleFiles } from '../../rule-files.ts';
import { action, type Within } from '../../session.ts';
import type { Column } from '../../table.ts';
import { ago } from '../../time.ts';

const columns = (print: Printer): Column<RuleView>[] => [
  { title: 'rule', of: ({ name }) => name },
  {
    title: 'mode',
    of: ({ mode }) => mode,
    paint: (text, { mode }) => (mode === 'auto' ? print.paint('warn', text) : text),
  },
  { title: 'runs', of: ({ run }) => run },
  { title: 'owner', of: ({ owner }) => owner },
  { title: 'priority', of: ({ priority }) => String(priority) },
  { title: 'description', of: ({ description }) => description },
];

export const version = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give the number of a version.');
  return Number(text);
};

export const list = (shell: Within): Command =>
  new Command('list')
    .description('the rules of the live set')
    .addHelpText('after', '\nExample:\n  $ wolfe rules list')
    .action(
      action(shell, async ({ api, print }) => {
        const set = await api('listRules', {});
        print.list(set.rules, columns(print), 'No rule is live: `wolfe rules apply FILE`.');
        if (set.version > 0) print.say(`version ${set.version} by ${set.by}`);
        return 0;
      }),
    );

export const show = (shell: Within): Command =>
  new Command('show')
    .description('a rule of the live set as its author wrote it')
    .argument('<rule>')
    .addHelpText('after', '\nExample:\n  $ wolfe rules show node-disk-pressure')
    .action(
      action(shell, async ({ api, print }, [name]: [string]) => {
        const rule = (await api('listRules', {})).rules.find((one) => one.name === name);
        if (!rule)
          throw new CommandError(1, `There is no rule ${JSON.stringify(name)}.`, 'List them: `wolfe rules list`.');
        print.one(rule, () => plainLines(stringify(rule.source).trimEnd()));
        return 0;
      }),
    );

export const versions = (shell: Within): Command =>
  new Command('versions')
    .description('the rule sets that are or were live, newest first')
    .addHelpText('after', '\nExample:\n  $ wolfe rules versions')
    .action(
      action(shell, async ({ api, print, now }) => {
        const { items } = await api('listRuleSets', {});
        print.list(
          items,
          [
            { title: 'version', of: (set) => String(set.version) },
            { title: 'applied', of: ({ at }) => ago(at, now()) },
            { title: 'by', of: ({ by }) => by },
            { title: 'rules', of: ({ rules }) => String(rules) },
          ],
          'No rule set was ever applied.',
        );
        return 0;
      }),
    );

export const apply = (shell: Within): Command =>
  new Command('apply')
    .description('make these rules the live set: all of them, or, if one has a fault, none')
    .argument('<files...>', 'the whole set: files, folders, or -')
    .option('--expected <version>', 'only if this version is live', version)
    .addHelpText('after', '\nExample:\n  $ wolfe rules apply rules/')
    .action(
      action(shell, async ({ api, print }, [files]: [string[]], { expected }: { expected?: number }) => {
        const set = await api('applyRules', {
          body: { files: await ruleFiles(files, shell), expectedVersion: expected },
        });
        print.one(set, () => [`live: version ${set.version} with ${set.rules} rules`]);
        return 0;
      }),
    );

export const rollback = (shell: Within): Command =>
  new Command('rollback')
    .description('bring an earlier set back, as a new version')
    .option('--to <version>', 'which; otherwise the one before the live one', version)
    .addHelpText('after', '\nExample:\n  $ wolfe rules rollback --to 12')
    .action(
      action(shell, async ({ api, print }, _args, { to }: { to?: number }) => {
        const set = await api('rollbackRules', { body: { to } });
        print.one(set, () => [`live: version ${set.version} with ${set.rules} rules, as version ${set.of} was`]);
        return 0;
      }),
    );
