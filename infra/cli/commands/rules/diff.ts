import { Command } from 'commander';
import { stringify } from 'yaml';
import { differencesOf, type FieldDifference, type RuleDifference } from '#functions/core/rules/difference.ts';
import { documentsOf } from '#functions/core/rules/document.ts';
import { byName } from '#functions/studio/rule-view.ts';
import { faultsError } from '../../faults.ts';
import { plain, plainJson, plainLines } from '../../plain.ts';
import type { Paint, Printer } from '../../printer.ts';
import { ruleFiles } from '../../rule-files.ts';
import { action, type Within } from '../../session.ts';
import { version } from './live.ts';

const paints: Record<RuleDifference['change'], Paint> = { added: 'good', removed: 'bad', changed: 'warn' };

const shown = (value: unknown): string => (typeof value === 'string' ? plain(value) : plainJson(value));

const fieldLine = ({ path, before, after }: FieldDifference, print: Printer): string => {
  const name = plain(path);
  if (before === undefined) return print.paint('good', `  + ${name}: ${shown(after)}`);
  if (after === undefined) return print.paint('bad', `  - ${name}: ${shown(before)}`);
  return `  ~ ${name}: ${print.paint('bad', shown(before))} → ${print.paint('good', shown(after))}`;
};

const lines = (one: RuleDifference, print: Printer): string[] => {
  const { rule, change, before, after, fields } = one;
  const whole = (value: unknown, mark: string): string[] =>
    plainLines(stringify(value).trimEnd()).map((line) => print.paint(paints[change], `  ${mark} ${line}`));
  return [
    print.paint(paints[change], `${change}: ${plain(rule)}`),
    ...(change === 'added' ? whole(after, '+') : []),
    ...(change === 'removed' ? whole(before, '-') : []),
    ...fields.map((field) => fieldLine(field, print)),
  ];
};

export const diff = (shell: Within): Command =>
  new Command('diff')
    .description('what applying these files would change, field by field; exit code 0 for nothing, 1 for something')
    .argument('[files...]', 'the whole set: files, folders, or -')
    .option('--against <version>', 'another version than the live one', version)
    .addHelpText('after', '\nExample:\n  $ wolfe rules diff rules/')
    .action(
      action(shell, async ({ api, print }, [files]: [string[]], { against }: { against?: number }) => {
        const read = (await ruleFiles(files, shell)).map(({ file, text }) => documentsOf(file, text));
        const faults = read.flatMap((one) => one.faults);
        if (faults.length > 0) throw faultsError(faults);
        const set =
          against === undefined ? await api('listRules', {}) : await api('showRuleSet', { version: String(against) });
        const found = differencesOf(
          byName(set.rules.map(({ source }) => source)),
          byName(read.flatMap(({ documents }) => documents.map(({ value }) => value))),
        );
        if (print.json) print.list(found, [], '');
        else print.say(...found.flatMap((one) => lines(one, print)));
        if (found.length === 0) print.note(`no difference from version ${set.version}`);
        return found.length === 0 ? 0 : 1;
      }),
    );
