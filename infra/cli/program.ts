import { Command } from 'commander';
import project from '../../package.json' with { type: 'json' };
import { alert } from './commands/alert.ts';
import { alerts } from './commands/alerts.ts';
import { approve, deny } from './commands/approval.ts';
import { decisions } from './commands/decisions.ts';
import { executions } from './commands/executions.ts';
import { rules } from './commands/rules.ts';
import { runbook } from './commands/runbook.ts';
import { switches } from './commands/switch.ts';
import { whoami } from './commands/whoami.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import type { Shell } from './session.ts';

const epilogue = `
Wolfe is found by --url, by --data, by WOLFE_URL and WOLFE_TOKEN, or by the .wolfe folder of a local world here or above.

Exit codes:
${Object.entries(exitCodes)
  .map(([code, meaning]) => `  ${code}  ${meaning}`)
  .join('\n')}

Example:
  $ wolfe executions list --status failed --json`;

/**
 * The whole command line: one file a noun, with its verbs.
 * @param ended is told the exit code of the command that ran.
 */
export const program = (shell: Shell, ended: (code: ExitCode) => void): Command => {
  const top = new Command('wolfe')
    .description('Alerts in, verified runbook runs out, and a record of why.')
    .version(project.version, '--version', 'the version of this command line')
    .option('--url <url>', 'address of the Studio API')
    .option('--token <token>', 'token for it (better: WOLFE_TOKEN, which no process list shows)')
    .option('--data <dir>', 'data folder of the local world to talk to')
    .option('--json', 'JSON for programs: one document, or one line for each thing of a list')
    .option('--no-color', 'no colour, also on a terminal')
    .addHelpText('after', epilogue);
  const nouns = [alert, alerts, executions, decisions, approve, deny, runbook, rules, switches, whoami];
  for (const noun of nouns) top.addCommand(noun({ ...shell, ended }));
  within(top, shell);
  return top;
};

/** Commander writes where the shell says, and throws instead of ending the process: in the deepest command, too. */
const within = (command: Command, shell: Shell): void => {
  command.exitOverride().configureOutput({
    writeOut: (text) => shell.out.write(text),
    writeErr: (text) => shell.err.write(text),
    getOutHelpWidth: () => shell.out.columns ?? 100,
  });
  for (const child of command.commands) within(child, shell);
};
