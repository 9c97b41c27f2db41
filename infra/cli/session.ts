import type { Command } from 'commander';
import { type Api, api } from './api.ts';
import { endpoint } from './endpoint.ts';
import type { ExitCode } from './exit.ts';
import { type Printer, printer, type Streams } from './printer.ts';

/** The process around a command. */
export interface Shell extends Streams {
  input: NodeJS.ReadStream;
  env: Record<string, string | undefined>;
  cwd: string;
}

/** A shell, and who is told the exit code of the command that ran. */
export interface Within extends Shell {
  ended(code: ExitCode): void;
}

/** What a command's action works with. */
export interface Session {
  shell: Shell;
  print: Printer;
  /** @throws CommandError when no Wolfe is known; commands that work offline never call it. */
  api: Api;
  now(): Date;
}

/** Options of every command. */
interface Globals {
  url?: string;
  token?: string;
  data?: string;
  json?: boolean;
  color: boolean;
}

const session = (shell: Shell, command: Command): Session => {
  const globals = command.optsWithGlobals<Globals>();
  let found: Api | undefined;
  const connected: Api = (name, ask) => {
    found ??= api(endpoint({ ...globals, env: shell.env, cwd: shell.cwd }));
    return found(name, ask);
  };
  return { shell, print: printer(shell, globals), api: connected, now: () => new Date() };
};

/** An action as commander calls it, out of one that takes a session, the arguments in order, and the command's own options. */
export const action =
  <Args extends unknown[], Options>(
    shell: Within,
    run: (session: Session, args: Args, options: Options) => Promise<ExitCode>,
  ) =>
  async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const args = given.slice(0, -2) as Args;
    shell.ended(await run(session(shell, command), args, command.opts() as Options));
  };
