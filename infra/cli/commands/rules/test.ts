import { dirname, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { type CaseResult, isPatternCase, runCases } from '#functions/core/rules/cases.ts';
import { checkFiles } from '#functions/core/rules/set.ts';
import { runbooksHere } from '../../checkout.ts';
import { CommandError } from '../../exit.ts';
import { faultsError } from '../../faults.ts';
import { bytesOf } from '../../input.ts';
import { plain, plainJson } from '../../plain.ts';
import { type AlertCase, alertCase, runAlertCases } from '../../rule-cases.ts';
import { ruleFiles } from '../../rule-files.ts';
import { action, type Shell, type Within } from '../../session.ts';

const help = `
A file holds a list of cases, or { rules: [files], cases: [...] } with rule files beside it. A case is an alert or a sender's payload, and
the rules that must match it, with the parameters that they must make (null where they do not matter):
  - case: prunes the node
    alert: { name: NodeDiskPressure, labels: { node: n1, cluster: c1, region: r1 } }
    expect: { node-disk-pressure: { job: DockerPruneNode, parameters: { NODE: n1, CLUSTER: c1, REGION: r1 } } }
or a case of the pattern language: { pattern, event, match } or { pattern, invalid: true }.

Example:
  $ wolfe rules test runbooks/library/jenkins-job/cases.yaml --rules runbooks/library/jenkins-job/rule.yaml`;

const document = z.union([
  z.array(z.unknown()).transform((cases) => ({ cases, rules: [] as string[] })),
  z.strictObject({ cases: z.array(z.unknown()), rules: z.array(z.string()).default([]) }),
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

const alertCasesOf = (cases: readonly unknown[]): AlertCase[] => {
  const read = cases.map((value) => alertCase.safeParse(value));
  const wrong = read.flatMap(({ error }, i) =>
    (error?.issues ?? []).map(({ path, message }) => `case ${i + 1}: ${path.join('.')} ${message}`),
  );
  if (wrong.length > 0) throw new CommandError(2, 'Some cases cannot be read.', 'See wolfe rules test --help.', wrong);
  return read.map(({ data }) => data!);
};

const run = async (file: string, more: readonly string[], shell: Shell): Promise<CaseResult[]> => {
  const { cases, rules } = await documentOf(file, shell);
  const patterns = runCases(cases.filter(isPatternCase));
  const alerts = alertCasesOf(cases.filter((one) => !isPatternCase(one)));
  if (alerts.length === 0) return patterns;
  const beside = rules.map((name) => relative(shell.cwd, resolve(shell.cwd, dirname(file), name)));
  const checked = checkFiles(await ruleFiles([...beside, ...more], shell), await runbooksHere());
  if (checked.faults) throw faultsError(checked.faults);
  return [...patterns, ...(await runAlertCases(alerts, checked.rules!))];
};

export const test = (shell: Within): Command =>
  new Command('test')
    .description('run cases against rules, or against the pattern language; offline')
    .argument('<file>', 'YAML or JSON')
    .option(
      '--rules <files...>',
      'the rules to test, if the file names none; otherwise those that the library suggests',
    )
    .addHelpText('after', help)
    .action(
      action(shell, async ({ print, shell: { out } }, [file]: [string], { rules = [] }: { rules?: string[] }) => {
        const results = await run(file, rules, shell);
        const count = (outcome: CaseResult['outcome']) => results.filter((one) => one.outcome === outcome).length;
        const summary = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
        if (print.json) {
          out.write(results.map((one) => `${plainJson(one)}\n`).join(''));
        } else {
          print.say(
            ...results
              .filter(({ outcome }) => outcome !== 'passed')
              .map(({ id, outcome, reason }) => `${outcome}  ${plain(`${id}: ${reason}`)}`),
            `${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`,
          );
        }
        return summary.failed > 0 ? 1 : 0;
      }),
    );
