import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CommandError } from './exit.ts';
import type { Shell } from './session.ts';

/** The bytes of a file, or of the standard input when it is `-`. @throws CommandError when it cannot be read. */
export const bytesOf = async (file: string, { input, cwd }: Shell): Promise<Buffer> => {
  if (file === '-') return buffer(input);
  return readFile(resolve(cwd, file)).catch((error: Error) => {
    throw new CommandError(2, `${file} cannot be read: ${error.message}.`, 'Give a file, or - for the standard input.');
  });
};
