/** What the exit codes of every command mean; `wolfe --help` prints this. */
export const exitCodes = {
  0: 'all went well',
  1: 'what was asked about failed, or is not there',
  2: 'the command was used wrongly, or its input is bad',
  3: 'Wolfe cannot be reached, or does not let you in',
} as const;
export type ExitCode = keyof typeof exitCodes;

/** Ends the command: what was wrong, what to do about it, and the exit code. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exit: ExitCode;
  readonly cure: string | undefined;
  /** Everything that was wrong, one a line, where there is more than one thing. */
  readonly lines: string[];
  constructor(exit: ExitCode, message: string, cure?: string, lines: string[] = []) {
    super(message);
    this.exit = exit;
    this.cure = cure;
    this.lines = lines;
  }
}
