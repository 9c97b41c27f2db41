import { Command } from 'commander';
import type { RuleFault } from '#functions/core/rules/rule.ts';
import { checkFiles } from '#functions/core/rules/set.ts';
import type { RuleFile } from '#functions/studio/contract.ts';
import { runbooksHere } from '../../checkout.ts';
import { faultLine } from '../../faults.ts';
import { plain } from '../../plain.ts';
import { ruleFiles } from '../../rule-files.ts';
import { action, type Within } from '../../session.ts';

interface Checked {
  rules: number;
  faults: RuleFault[];
}

const here = async (files: RuleFile[]): Promise<Checked> => {
  const { rules = [], faults = [] } = checkFiles(files, await runbooksHere());
  return { rules: rules.length, faults };
};

export const check = (shell: Within): Command =>
  new Command('check')
    .description('read and check rules as one set, all faults at once; against the runbooks of the checkout, offline')
    .argument('[files...]', 'files, folders, or -; without any, the rules that the library suggests')
    .option('--live', 'against the runbooks that are released where Wolfe runs')
    .addHelpText('after', '\nExample:\n  $ wolfe rules check rules/ --live')
    .action(
      action(shell, async ({ api, print }, [given]: [string[]], { live }: { live?: boolean }) => {
        const files = await ruleFiles(given, shell);
        const checked: Checked = live ? await api('checkRules', { body: { files } }) : await here(files);
        print.one(checked, () =>
          checked.faults.length > 0
            ? [
                ...checked.faults.map((fault) => plain(faultLine(fault))),
                print.paint('bad', `${checked.faults.length} fault${checked.faults.length === 1 ? '' : 's'}`),
              ]
            : [print.paint('good', `${checked.rules} rule${checked.rules === 1 ? '' : 's'}, no fault`)],
        );
        return checked.faults.length > 0 ? 2 : 0;
      }),
    );
