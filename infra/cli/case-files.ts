import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type CaseResult, isPatternCase, runCases } from '#functions/core/rules/cases.ts';
import { checkFiles } from '#functions/core/rules/set.ts';
import { runbooksHere } from './checkout.ts';
import { CommandError } from './exit.ts';
import { faultsError } from './faults.ts';
import { bytesOf } from './input.ts';
import { type AlertCase, alertCase, runAlertCases } from './rule-cases.ts';
import { library, ruleFiles } from './rule-files.ts';
import type { Shell } from './session.ts';

/** In a folder these hold cases, for the rules that lie beside them. */
const isCaseFile = (name: string): boolean => /(^|[./-])cases\.(ya?ml|json)$/.test(name);

/** A file of cases, and the rules that they are about: files or folders. */
export interface CaseFile {
  file: string;
  rules: string[];
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

/** The files of cases that lie in folders, each with the folder whose rules it is about. */
export const casesIn = async (places: readonly string[], shell: Shell): Promise<CaseFile[]> => {
  const folders = (places.length > 0 ? places : [library]).map((place) => resolve(shell.cwd, place));
  const found = await Promise.all(
    folders.map(async (folder) =>
      (await isFolder(folder))
        ? (await readdir(folder, { recursive: true }))
            .filter((name) => isCaseFile(name) && !name.includes('node_modules'))
            .sort()
            .map((name) => join(folder, name))
        : [],
    ),
  );
  const here = (path: string): string => relative(shell.cwd, path) || '.';
  return found.flat().map((path) => ({ file: here(path), rules: [here(dirname(path))] }));
};

/** The files of cases that are meant: each as given, and those in folders. @throws CommandError when there is none */
export const caseFiles = async (given: readonly string[], rules: string[], shell: Shell): Promise<CaseFile[]> => {
  const named = await Promise.all(
    (given.length > 0 ? given : [library]).map(async (place) =>
      place !== '-' && (await isFolder(resolve(shell.cwd, place)))
        ? (await casesIn([place], shell)).map((one) => (rules.length > 0 ? { ...one, rules } : one))
        : [{ file: place, rules }],
    ),
  );
  if (named.flat().length === 0)
    throw new CommandError(
      2,
      `No cases in ${given.join(', ')}.`,
      'Files of cases are called cases.yaml or <name>.cases.yaml.',
    );
  return named.flat();
};

const document = z.union([
  z.array(z.unknown()).transform((cases) => ({ cases, rules: undefined })),
  z.strictObject({ cases: z.array(z.unknown()), rules: z.array(z.string()).optional() }),
]);

const documentOf = async (file: string, shell: Shell): Promise<z.output<typeof document>> => {
  const text = (await bytesOf(file, shell)).toString('utf8');
  try {
    // JSON by its own parser: it is a hundred times as fast, and keeps a key twice as JSON does.
    return document.parse(/^\s*[[{]/.test(text) && file.endsWith('.json') ? JSON.parse(text) : parse(text));
  } catch (error) {
    throw new CommandError(
      2,
      `${file} holds no cases: ${(error as Error).message.split('\n')[0]}`,
      'See wolfe rules test --help.',
    );
  }
};

const alertCasesOf = (file: string, cases: readonly unknown[]): AlertCase[] => {
  const read = cases.map((value) => alertCase.safeParse(value));
  const wrong = read.flatMap(({ error }, i) =>
    (error?.issues ?? []).map(({ path, message }) => `case ${i + 1}: ${path.join('.')} ${message}`),
  );
  if (wrong.length > 0)
    throw new CommandError(2, `Some cases of ${file} cannot be read.`, 'See wolfe rules test --help.', wrong);
  return read.map(({ data }) => data!);
};

/** Runs the cases of one file. @throws CommandError for cases or rules that cannot be read */
export const runCaseFile = async ({ file, rules: meant }: CaseFile, shell: Shell): Promise<CaseResult[]> => {
  const { cases, rules: named } = await documentOf(file, shell);
  const patterns = runCases(cases.filter(isPatternCase));
  const alerts = alertCasesOf(
    file,
    cases.filter((one) => !isPatternCase(one)),
  );
  if (alerts.length === 0) return patterns;
  const beside = named?.map((name) => relative(shell.cwd, resolve(shell.cwd, dirname(file), name)));
  const checked = checkFiles(await ruleFiles(beside ?? meant, shell), await runbooksHere());
  if (checked.faults) throw faultsError(checked.faults);
  return [...patterns, ...(await runAlertCases(alerts, checked.rules, dirname(resolve(shell.cwd, file))))];
};
