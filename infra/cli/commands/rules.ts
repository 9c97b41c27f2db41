import { Command } from 'commander';
import type { Within } from '../session.ts';
import { check } from './rules/check.ts';
import { diff } from './rules/diff.ts';
import { explain } from './rules/explain.ts';
import { apply, list, rollback, show, versions } from './rules/live.ts';
import { test } from './rules/test.ts';

/** Rules as code. */
export const rules = (shell: Within): Command => {
  const noun = new Command('rules')
    .description('rules: check, test and explain them; apply a set and roll it back')
    .addHelpText('after', '\nExample:\n  $ wolfe rules check && wolfe rules diff rules/ && wolfe rules apply rules/');
  for (const verb of [list, show, check, test, explain, diff, apply, versions, rollback]) noun.addCommand(verb(shell));
  return noun;
};
