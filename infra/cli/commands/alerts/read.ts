import { Command } from 'commander';
import { sources as readers } from '#functions/core/sources/all.ts';
import type { Mapping } from '#functions/core/sources/mapping.ts';
import { mappingsOf } from '#functions/core/sources/mapping-file.ts';
import { read } from '#functions/core/sources/read.ts';
import { CommandError } from '../../exit.ts';
import { faultLine } from '../../faults.ts';
import { bytesOf } from '../../input.ts';
import { plain, plainJson } from '../../plain.ts';
import { action, type Shell, type Within } from '../../session.ts';

interface Options {
  source?: string;
  mapping?: string;
}

const mappingsIn = async (file: string, shell: Shell): Promise<Mapping[]> => {
  const { mappings, faults } = mappingsOf(file, (await bytesOf(file, shell)).toString('utf8'));
  if (faults.length === 0) return mappings;
  throw new CommandError(2, `${file} is no file of mappings.`, undefined, faults.map(faultLine));
};

/** A name such as `grafana-emea` is that of one of several senders of a kind. */
const isReader = (name: string): boolean => readers.some((reader) => `${name}-`.startsWith(`${reader.name}-`));

export const reading = (shell: Within): Command =>
  new Command('read')
    .description(
      'read a payload as Wolfe would: alerts as JSON lines, what is none with its reason on stderr; works offline',
    )
    .argument('<file>', 'a file, or - for the standard input')
    .option('--source <name>', 'who sends it; without it, the payload tells')
    .option('--mapping <file>', 'mappings to read it by; the only one in it names the source, too')
    .addHelpText(
      'after',
      '\nExample:\n  $ wolfe alerts read payload.json --source alertmanager | jq .name\n  $ wolfe alerts read payload.json --mapping shop.yaml',
    )
    .action(
      action(shell, async ({ now }, [file]: [string], { source: named, mapping }: Options) => {
        const mappings = mapping === undefined ? [] : await mappingsIn(mapping, shell);
        const source = named ?? (mappings.length === 1 ? mappings[0]!.source : undefined);
        // As the matcher does, which may know a sender by a live mapping only.
        if (source !== undefined && !isReader(source) && !mappings.some((one) => one.source === source))
          shell.err.write(`no reader is called ${plain(source)}, so the payload has to tell its sender\n`);
        const body = await bytesOf(file, shell);
        const { alerts, aside, truncated } = await read(body, { source, mappings, receivedAt: now().toISOString() });
        shell.out.write(alerts.map((alert) => `${plainJson(alert)}\n`).join(''));
        for (const { kind, reason, index } of aside)
          shell.err.write(`${kind}${index === undefined ? '' : ` [${index}]`}: ${plain(reason)}\n`);
        if (truncated) shell.err.write(`the sender left out ${truncated} alerts\n`);
        return alerts.length === 0 && aside.some(({ kind }) => kind === 'malformed') ? 1 : 0;
      }),
    );
