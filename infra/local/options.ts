import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** What `npm start` was asked for. */
export interface Options {
  demo: boolean;
  port: number;
  data: string;
  fresh: boolean;
  runbooks?: string;
}

export const usualPort = 4600;
const usualData = join(import.meta.dirname, '../../.wolfe');

const port = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535; 0 lets the system choose.');
  return number;
};

/** Reads the command line; tells what is wrong with it, or the help, and ends the process then. */
export const readOptions = (argv: readonly string[]): Options =>
  new Command('npm start --')
    .description(
      'Wolfe on this machine: the same Lambdas and state machines, on stand-ins for AWS that listen on 127.0.0.1 only.',
    )
    .option('--no-demo', 'do not send the sample alert')
    .option('--port <port>', 'of the front door; another is taken when it is in use', port, usualPort)
    .option('--data <dir>', 'folder for its state', usualData)
    .option(
      '--runbooks <dir>',
      'deploy the runbooks of this folder too: one folder each, with runbook.ts and rule.yaml',
    )
    .option('--fresh', 'throw away the state of earlier runs first', false)
    .addHelpText('after', '\nExample:\n  npm start -- --fresh --no-demo --data /tmp/wolfe\n')
    .parse(argv)
    .opts<Options>();
