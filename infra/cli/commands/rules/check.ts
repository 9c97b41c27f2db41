import { Command } from 'commander';
import type { CaseResult } from '#functions/core/rules/cases.ts';
import type { RuleFault } from '#functions/core/rules/rule.ts';
import { checkFiles } from '#functions/core/rules/set.ts';
import type { RuleFile } from '#functions/studio/contract.ts';
import { casesIn, runCaseFile } from '../../case-files.ts';
import { runbooksHere } from '../../checkout.ts';
import { faultLine } from '../../faults.ts';
import { plain } from '../../plain.ts';
import type { Printer } from '../../printer.ts';
import { ruleFiles } from '../../rule-files.ts';
import { action, type Shell, type Within } from '../../session.ts';
import { caseLine } from './test.ts';

interface Checked {
  rules: number;
  faults: RuleFault[];
  warnings: RuleFault[];
}

const here = async (files: RuleFile[]): Promise<Checked> => {
  const { rules = [], faults = [], warnings = [] } = checkFiles(files, await runbooksHere());
  return { rules: rules.length, faults, warnings };
};

/** The cases that lie beside the rules; none are run for a set with faults. */
const casesOf = async (given: readonly string[], shell: Shell): Promise<CaseResult[]> =>
  (await Promise.all((await casesIn(given, shell)).map((file) => runCaseFile(file, shell)))).flat();

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const summary = ({ rules, faults, warnings }: Checked, cases: CaseResult[], print: Printer): string => {
  if (faults.length > 0) return print.paint('bad', many(faults.length, 'fault'));
  const failed = cases.filter(({ outcome }) => outcome === 'failed').length;
  const text = [
    `${many(rules, 'rule')}, no fault`,
    ...(warnings.length > 0 ? [many(warnings.length, 'warning')] : []),
    ...(cases.length > 0
      ? [failed > 0 ? `${failed} of ${many(cases.length, 'case')} failed` : `${many(cases.length, 'case')} passed`]
      : []),
  ].join(', ');
  return print.paint(failed > 0 ? 'bad' : warnings.length > 0 ? 'warn' : 'good', text);
};

export const check = (shell: Within): Command =>
  new Command('check')
    .description('read and check rules as one set, all faults at once, and run the cases beside them; offline')
    .argument('[files...]', 'files, folders, or -; without any, the rules that the library suggests')
    .option('--live', 'against the runbooks that are released where Wolfe runs, not those of the checkout')
    .addHelpText(
      'after',
      '\nExit code 2 for a fault, 1 for a case that fails; a warning is none.\n\nExample:\n  $ wolfe rules check rules/ --live',
    )
    .action(
      action(shell, async ({ api, print }, [given]: [string[]], { live }: { live?: boolean }) => {
        const files = await ruleFiles(given, shell);
        const checked: Checked = live ? await api('checkRules', { body: { files } }) : await here(files);
        const { faults, warnings } = checked;
        const cases = faults.length > 0 ? [] : await casesOf(given, shell);
        const failed = cases.filter(({ outcome }) => outcome === 'failed');
        print.one({ ...checked, cases }, () => [
          ...faults.map((fault) => plain(faultLine(fault))),
          ...warnings.map((warning) => `warning  ${plain(faultLine(warning))}`),
          ...failed.map(caseLine),
          summary(checked, cases, print),
        ]);
        return faults.length > 0 ? 2 : failed.length > 0 ? 1 : 0;
      }),
    );
