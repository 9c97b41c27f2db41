import { CommanderError } from 'commander';
import { CommandError, type ExitCode } from './exit.ts';
import { plain } from './plain.ts';
import { program } from './program.ts';
import type { Shell } from './session.ts';

/** What a person reads of an error. */
const complaint = (error: CommandError): string =>
  [
    plain(error.message),
    ...error.lines.map((line) => `  ${plain(line)}`),
    ...(error.cure ? [plain(error.cure)] : []),
    '',
  ].join('\n');

/**
 * Runs one command line to its end.
 * @param args without the names of node and of the script.
 * @throws what is no user's mistake.
 */
export const run = async (args: readonly string[], shell: Shell): Promise<ExitCode> => {
  let code: ExitCode = 0;
  const ended = (as: ExitCode) => {
    code = as;
  };
  try {
    await program(shell, ended).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what was wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CommandError)) throw error;
    shell.err.write(complaint(error));
    return error.exit;
  }
};
