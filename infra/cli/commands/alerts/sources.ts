import { Command } from 'commander';
import { sources as readers } from '#functions/core/sources/all.ts';
import { CommandError } from '../../exit.ts';
import { plainJson } from '../../plain.ts';
import { action, type Within } from '../../session.ts';

export const sources = (shell: Within): Command =>
  new Command('sources')
    .description('the senders that Wolfe reads; with a name, an example of its payload')
    .argument('[name]', 'only this one, with its example')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts sources cloudwatch')
    .action(
      action(shell, async ({ print }, [name]: [string | undefined]) => {
        const shown = readers
          .filter((reader) => name === undefined || reader.name === name)
          .map((reader) => ({
            name: reader.name,
            summary: reader.summary,
            example: reader.example,
            page: `functions/core/sources/docs/${reader.name}.md`,
          }));
        const [only] = shown;
        if (only === undefined)
          throw new CommandError(
            2,
            `No reader is called ${JSON.stringify(name)}.`,
            '`wolfe alerts sources` lists them.',
          );
        if (name !== undefined)
          print.one(only, () => [`${only.name}: ${only.summary}`, `see ${only.page}`, plainJson(only.example, 2)]);
        else
          print.list(
            shown,
            [
              { title: 'source', of: (one) => one.name },
              { title: 'how it is pointed at Wolfe', of: (one) => one.summary },
            ],
            '',
          );
        return 0;
      }),
    );
