import { Command } from 'commander';
import { read } from '#functions/core/sources/read.ts';
import type { Explanation } from '#functions/studio/contract.ts';
import { CommandError } from '../../exit.ts';
import { bytesOf } from '../../input.ts';
import { plain, plainJson } from '../../plain.ts';
import type { Printer } from '../../printer.ts';
import { ruleFiles } from '../../rule-files.ts';
import { action, type Within } from '../../session.ts';

interface Options {
  alert: string;
  source?: string;
  rule?: string;
  file?: string[];
}

/** A rule against an alert, field by field: what was wanted, and what there was. */
const lines = ({ rule, held, alternatives }: Explanation, print: Printer): string[] => [
  `${held ? print.paint('good', 'matches') : print.paint('bad', 'does not match')}  ${plain(rule)}`,
  ...alternatives.flatMap(({ fields, apart }, i) => [
    ...(alternatives.length > 1 ? [`  ${i === 0 ? 'either' : 'or'}`] : []),
    ...fields.map(({ path, held: fits, expected, actual }) => {
      const found = actual.length === 0 ? 'is not there' : `is ${actual.map((value) => plainJson(value)).join(', ')}`;
      return `  ${print.paint(fits ? 'good' : 'bad', fits ? '✓' : '✗')} ${plain(path)} ${found}${fits ? '' : plain(`, wanted ${expected}`)}`;
    }),
    ...(apart ? ['  ✗ each field holds, but not in the same element of a list'] : []),
  ]),
];

export const explain = (shell: Within): Command =>
  new Command('explain')
    .description('which rules match an alert, and which part of the others failed')
    .requiredOption('--alert <file>', 'a payload, or - for the standard input')
    .option('--source <name>', 'who sends it; without it, the payload tells')
    .option('--rule <name>', 'only this rule')
    .option('--file <files...>', 'these rules instead of the live set')
    .addHelpText('after', '\nExample:\n  $ wolfe rules explain --alert payload.json --rule node-disk-pressure')
    .action(
      action(shell, async ({ api, print, now }, _args, { alert: file, source, rule, file: files }: Options) => {
        const { alerts, aside } = await read(await bytesOf(file, shell), { source, receivedAt: now().toISOString() });
        if (alerts.length === 0)
          throw new CommandError(
            2,
            `${file} holds no alert.`,
            undefined,
            aside.map(({ reason }) => reason),
          );
        const drafts = files && (await ruleFiles(files, shell));
        let matched = false;
        for (const alert of alerts) {
          const { items } = await api('explainRules', { body: { alert, rule, files: drafts } });
          matched ||= items.some(({ held }) => held);
          if (print.json)
            print.list(
              items.map((item) => ({ alert: alert.fingerprint, ...item })),
              [],
              '',
            );
          else {
            print.say(`${plain(alert.name)} ${alert.status}`);
            // What matches is what people look for first.
            print.say(...items.sort((a, b) => Number(b.held) - Number(a.held)).flatMap((item) => lines(item, print)));
          }
        }
        return matched ? 0 : 1;
      }),
    );
