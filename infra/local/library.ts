import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import type { RuleFile } from '#functions/studio/contract.ts';
import { bundle } from '#runbooks/sdk/bundle.ts';
import type { Bundle } from '#runbooks/sdk/wire.ts';

const project = join(import.meta.dirname, '../..');

/** Runbooks to deploy, each a folder with `runbook.ts`, and the rules that they suggest. */
export interface Library {
  bundles: Bundle[];
  rules: RuleFile[];
}

/** The demo shows a run from end to end, so its rule acts by itself and at once; every other rule is as its author wrote it. */
const localRule = (text: string): string => {
  const rule = parse(text);
  if (rule.rule !== 'node-disk-pressure') return text;
  const { hold: _, ...guard } = rule.guard;
  return stringify({ ...rule, mode: 'auto', guard });
};

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
    .map((file) => ({ file: relative(project, file), text: localRule(readFileSync(file, 'utf8')) }));
  return { bundles: await Promise.all(folders.map(bundle)), rules };
};
