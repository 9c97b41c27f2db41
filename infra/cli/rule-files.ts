import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleFile } from '#functions/studio/contract.ts';
import { CommandError } from './exit.ts';
import { bytesOf } from './input.ts';
import type { Shell } from './session.ts';

/** Where the checkout keeps the rules that its runbooks suggest. */
export const library = fileURLToPath(new URL('../../runbooks/library', import.meta.url));

/** In a folder these are rule files; samples and cases lie beside them. */
const isRuleFile = (name: string): boolean => /(^|[./-])rules?\.ya?ml$/.test(name);

const inFolder = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true }))
    .filter((name) => isRuleFile(name) && !name.includes('node_modules'))
    .sort()
    .map((name) => join(folder, name));

/**
 * The rule files that are meant: each as given, `-`, or those called `rule.yaml` or `….rules.yaml` in a folder.
 * @throws CommandError when one cannot be read, or none was found.
 */
export const ruleFiles = async (given: readonly string[], shell: Shell): Promise<RuleFile[]> => {
  const places = given.length > 0 ? given : [library];
  const files = await Promise.all(
    places.map(async (place): Promise<RuleFile[]> => {
      const path = resolve(shell.cwd, place);
      const isFolder = place !== '-' && (await stat(path).catch(() => undefined))?.isDirectory();
      if (!isFolder) return [{ file: place, text: (await bytesOf(place, shell)).toString('utf8') }];
      const named = await inFolder(path);
      return Promise.all(
        named.map(async (file) => ({ file: relative(shell.cwd, file), text: await readFile(file, 'utf8') })),
      );
    }),
  );
  if (files.flat().length === 0)
    throw new CommandError(
      2,
      `No rule file in ${places.join(', ')}.`,
      'Rule files are called rule.yaml or <name>.rules.yaml.',
    );
  return files.flat();
};
