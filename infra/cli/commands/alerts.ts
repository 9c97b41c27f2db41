import { Command } from 'commander';
import { sources as readers } from '#functions/core/sources/all.ts';
import { read } from '#functions/core/sources/read.ts';
import { CommandError } from '../exit.ts';
import { bytesOf } from '../input.ts';
import { plain, plainJson } from '../plain.ts';
import { action, type Within } from '../session.ts';

const isReader = (name: string): boolean => readers.some((reader) => reader.name === name);

const reading = (shell: Within): Command =>
  new Command('read')
    .description(
      'read a payload as Wolfe would: alerts as JSON lines, what is none with its reason on stderr; works offline',
    )
    .argument('<file>', 'a file, or - for the standard input')
    .option('--source <name>', 'who sends it; without it, the payload tells')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts read payload.json --source alertmanager | jq .name')
    .action(
      action(shell, async ({ now }, [file]: [string], { source }: { source?: string }) => {
        // As the matcher does, which may know a sender by its settings only.
        if (source !== undefined && !isReader(source))
          shell.err.write(`no reader is called ${plain(source)}, so the payload has to tell its sender\n`);
        const body = await bytesOf(file, shell);
        const { alerts, aside, truncated } = await read(body, { source, receivedAt: now().toISOString() });
        shell.out.write(alerts.map((alert) => `${plainJson(alert)}\n`).join(''));
        for (const { kind, reason, index } of aside)
          shell.err.write(`${kind}${index === undefined ? '' : ` [${index}]`}: ${plain(reason)}\n`);
        if (truncated) shell.err.write(`the sender left out ${truncated} alerts\n`);
        return alerts.length === 0 && aside.some(({ kind }) => kind === 'malformed') ? 1 : 0;
      }),
    );

const sources = (shell: Within): Command =>
  new Command('sources')
    .description('the senders that Wolfe reads; with a name, an example of its payload')
    .argument('[name]', 'only this one, with its example')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts sources cloudwatch')
    .action(
      action(shell, async ({ print }, [name]: [string | undefined]) => {
        if (name !== undefined && !isReader(name))
          throw new CommandError(
            2,
            `No reader is called ${JSON.stringify(name)}.`,
            '`wolfe alerts sources` lists them.',
          );
        const shown = readers
          .filter((reader) => name === undefined || reader.name === name)
          .map(({ name, summary, example }) => ({ name, summary, example }));
        if (name !== undefined)
          print.one(shown[0], () => [`${name}: ${shown[0]!.summary}`, plainJson(shown[0]!.example, 2)]);
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

/** Payloads of senders, offline. */
export const alerts = (shell: Within): Command =>
  new Command('alerts')
    .description('payloads of senders: read one, list the readers; offline')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts read payload.json')
    .addCommand(reading(shell))
    .addCommand(sources(shell));
