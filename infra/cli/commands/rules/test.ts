import { Command } from 'commander';
import type { CaseResult } from '#functions/core/rules/cases.ts';
import { caseFiles, runCaseFile } from '../../case-files.ts';
import { plain, plainJson } from '../../plain.ts';
import { action, type Within } from '../../session.ts';

const help = `
Cases lie beside the rules that they are about: cases.yaml or <name>.cases.yaml in the folder of a rule.yaml; a folder is searched for
them. A file holds a list of cases, or { rules: [files], cases: [...] }. A case is an alert, a sender's payload or the file of one, and the
rules that must match it, with the parameters that they must make (null where they do not matter):
  - case: prunes the node
    alert: { name: NodeDiskPressure, labels: { node: n1, cluster: c1, region: r1 } }
    expect: { node-disk-pressure: { job: DockerPruneNode, parameters: { NODE: n1, CLUSTER: c1, REGION: r1 } } }
  - case: leaves production alone
    alert: { name: NodeDiskPressure, labels: { env: prod, node: n1 } }
    expect: []
or a case of the pattern language: { pattern, event, match } or { pattern, invalid: true }.

Exit code 1 when a case fails.

Example:
  $ wolfe rules test rules/`;

/** A case that did not pass, as a person reads it. */
export const caseLine = ({ id, outcome, reason }: CaseResult): string => `${outcome}  ${plain(`${id}: ${reason}`)}`;

export const test = (shell: Within): Command =>
  new Command('test')
    .description('run cases against the rules beside them, or against the pattern language; offline')
    .argument('[files...]', 'files or folders; without any, the cases of the library')
    .option('--rules <files...>', 'these rules instead of those beside the cases')
    .addHelpText('after', help)
    .action(
      action(shell, async ({ print, shell: { out } }, [given]: [string[]], { rules = [] }: { rules?: string[] }) => {
        const files = await caseFiles(given, rules, shell);
        const results: CaseResult[] = [];
        for (const one of files) {
          const found = await runCaseFile(one, shell);
          results.push(
            ...found.map((result) => (files.length > 1 ? { ...result, id: `${one.file} ${result.id}` } : result)),
          );
        }
        const count = (outcome: CaseResult['outcome']) => results.filter((one) => one.outcome === outcome).length;
        const summary = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
        if (print.json) {
          out.write(results.map((one) => `${plainJson(one)}\n`).join(''));
        } else {
          print.say(
            ...results.filter(({ outcome }) => outcome !== 'passed').map(caseLine),
            `${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`,
          );
        }
        return summary.failed > 0 ? 1 : 0;
      }),
    );
