import { diff as lineDiff } from 'node:util';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { documentsOf } from '#functions/core/rules/document.ts';
import { byName } from '#functions/studio/rule-view.ts';
import { canonical } from '#runbooks/sdk/digest.ts';
import { faultsError } from '../../faults.ts';
import { plain } from '../../plain.ts';
import type { Printer } from '../../printer.ts';
import { ruleFiles } from '../../rule-files.ts';
import { action, type Within } from '../../session.ts';
import { version } from './live.ts';

interface Difference {
  rule: string;
  change: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
}

const differences = (before: Map<string, unknown>, after: Map<string, unknown>): Difference[] =>
  [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((rule): Difference[] => {
    const [was, is] = [before.get(rule), after.get(rule)];
    if (was === undefined) return [{ rule, change: 'added', after: is }];
    if (is === undefined) return [{ rule, change: 'removed', before: was }];
    return canonical(was) === canonical(is) ? [] : [{ rule, change: 'changed', before: was, after: is }];
  });

const linesOf = (value: unknown): string[] => (value === undefined ? [] : stringify(value).trimEnd().split('\n'));

/** The changed rule line by line: what goes, what comes, and what stays around it. */
const lines = ({ rule, change, before, after }: Difference, print: Printer): string[] => [
  `${change}: ${plain(rule)}`,
  ...lineDiff(linesOf(after), linesOf(before)).map(([operation, line]) => {
    const text = plain(line);
    if (operation === 0) return `    ${text}`;
    return operation > 0 ? print.paint('good', `  + ${text}`) : print.paint('bad', `  - ${text}`);
  }),
];

export const diff = (shell: Within): Command =>
  new Command('diff')
    .description('what applying these files would change; exit code 0 for nothing, 1 for something')
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
        const found = differences(
          byName(set.rules.map(({ source }) => source)),
          byName(read.flatMap(({ documents }) => documents.map(({ value }) => value))),
        );
        if (print.json) print.list(found, [], '');
        else print.say(...found.flatMap((one) => lines(one, print)));
        if (found.length === 0) print.note(`no difference from version ${set.version}`);
        return found.length === 0 ? 0 : 1;
      }),
    );
