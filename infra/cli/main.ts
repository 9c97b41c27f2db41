import { CommanderError } from 'commander';
import { CommandError } from './exit.ts';
import { plain } from './plain.ts';
import { program } from './program.ts';

/** What a person reads of an error, on stderr. */
const complain = (error: unknown): void => {
  if (!(error instanceof CommandError)) {
    console.error(error);
    return;
  }
  console.error(plain(error.message));
  for (const line of error.lines) console.error(`  ${plain(line)}`);
  if (error.cure) console.error(plain(error.cure));
};

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program({
    out: process.stdout,
    err: process.stderr,
    input: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    exit: (code) => {
      process.exitCode = code;
    },
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what was wrong, or shown the help that was asked for.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    complain(error);
    process.exitCode = error instanceof CommandError ? error.exit : 1;
  }
}
