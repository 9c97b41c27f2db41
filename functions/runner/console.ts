import { AsyncLocalStorage } from 'node:async_hooks';
import { format } from 'node:util';

const methods = ['debug', 'error', 'info', 'log', 'warn'] as const;
const keptCharacters = 16 * 1024;

/** Where the console of the step that is running goes; it answers the line as it may be shown. */
const steps = new AsyncLocalStorage<(line: string) => string>();

/** Sends what a step writes to its console through its own log as well; the rest of the process writes as before. */
export const tapConsole = (target: Console): void => {
  for (const method of methods) {
    const write = target[method].bind(target);
    target[method] = (...values: unknown[]) => {
      const log = steps.getStore();
      if (log) write(log(format(...values)));
      else write(...values);
    };
  }
};

/**
 * Keeps what one step writes to its console, with its secrets blotted out, up to 16 KB.
 * @returns `run` for the step's work, and `text` for what was written so far.
 */
export const stepConsole = (redact: (text: string) => string) => {
  let kept = '';
  let more = 0;
  const log = (line: string): string => {
    const shown = redact(line);
    const taken = `${shown}\n`.slice(0, keptCharacters - kept.length);
    kept += taken;
    more += shown.length + 1 - taken.length;
    return shown;
  };
  return {
    run: <T>(work: () => Promise<T>): Promise<T> => steps.run(log, work),
    text: (): string | undefined => (more > 0 ? `${kept}\n… and ${more} characters more` : kept || undefined),
  };
};
