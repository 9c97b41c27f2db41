import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundle } from '#runbooks/sdk/bundle.ts';
import type { Bundle } from '#runbooks/sdk/wire.ts';

const project = join(import.meta.dirname, '..');

/** Runbooks to deploy, each a folder with `runbook.ts`, and the rules that they suggest. */
export interface Library {
  bundles: Bundle[];
  rules: { file: string; text: string }[];
}

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'runbook.ts')))
    .map(({ name }) => join(folder, name))
    .sort();

/** The repository's own library, and another folder of runbooks when one is given. @throws what `bundle` throws */
export const readLibrary = async (more?: string): Promise<Library> => {
  const folders = [join(project, 'runbooks/library'), ...(more ? [more] : [])].flatMap(foldersIn);
  const rules = folders
    .map((folder) => join(folder, 'rule.yaml'))
    .filter(existsSync)
    .map((file) => ({ file: relative(project, file), text: readFileSync(file, 'utf8') }));
  return { bundles: await Promise.all(folders.map(bundle)), rules };
};
