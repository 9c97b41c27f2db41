import { Command } from 'commander';
import type { Within } from '../session.ts';
import { backtest } from './rules/backtest.ts';
import { check } from './rules/check.ts';
import { diff } from './rules/diff.ts';
import { explain } from './rules/explain.ts';
import { apply, list, rollback, show, versions } from './rules/live.ts';
import { test } from './rules/test.ts';
import { unmatched } from './rules/unmatched.ts';

/** Rules as code. */
export const rules = (shell: Within): Command => {
  const noun = new Command('rules')
    .description('rules: check, test, explain and back-test them; apply a set and roll it back')
    .addHelpText('after', '\nExample:\n  $ wolfe rules check && wolfe rules diff rules/ && wolfe rules apply rules/');
  for (const verb of [list, show, check, test, explain, backtest, diff, apply, versions, rollback, unmatched])
    noun.addCommand(verb(shell));
  return noun;
};
