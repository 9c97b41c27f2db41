import type { RuleFault } from '#functions/core/rules/rule.ts';
import { CommandError } from './exit.ts';

/** One fault on one line: where, what, and what to write instead. */
export const faultLine = ({ file, line, column, rule, path, problem, cure }: RuleFault): string => {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${[place, rule, path].filter(Boolean).join('  ')}  ${problem}. ${cure}`;
};

/** Ends a command that was given faulty rules, with all that is wrong. */
export const faultsError = (faults: readonly RuleFault[]): CommandError =>
  new CommandError(
    2,
    `The rules have ${faults.length} fault${faults.length === 1 ? '' : 's'}.`,
    undefined,
    faults.map(faultLine),
  );
