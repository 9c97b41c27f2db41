import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Callable } from '#functions/core/rules/set.ts';
import { manifest } from '#runbooks/sdk/manifest.ts';
import type { RunbookValue } from '#runbooks/sdk/runbook.ts';
import { library } from './rule-files.ts';

/** The runbooks of the checkout, as far as a rule needs to know them; nothing is bundled and nothing is asked over the network. */
export const runbooksHere = async (): Promise<Callable[]> => {
  const folders = (await readdir(library, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return Promise.all(
    folders.map(async ({ name }) => {
      const module = (await import(pathToFileURL(join(library, name, 'runbook.ts')).href)) as { default: RunbookValue };
      const found = manifest(module.default);
      return { ...found, remediates: found.steps.some(({ kind }) => kind === 'remediate') };
    }),
  );
};
