import { isUtf8 } from 'node:buffer';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { Decision } from '#functions/core/decision.ts';
import { read } from '#functions/core/sources/read.ts';
import { CommandError } from '../exit.ts';
import { bytesOf } from '../input.ts';
import { action, type Session, type Within } from '../session.ts';
import { decisionColumns } from './decisions.ts';

const everyMs = 250;

interface Options {
  source?: string;
  wait: boolean;
  timeout: number;
}

/** Decisions that a body will lead to: one for each alert in it, and one for each thing that is none. */
const expected = async (
  body: Buffer,
  source: string | undefined,
  { api, now }: Pick<Session, 'api' | 'now'>,
): Promise<number> => {
  const { items } = await api('listMappings', {});
  const mappings = items.map(({ mapping }) => mapping);
  const { alerts, aside, truncated } = await read(body, { source, mappings, receivedAt: now().toISOString() });
  return Math.max(1, alerts.length + aside.length + (truncated ? 1 : 0));
};

/** The decisions of one message, as soon as there are as many as there will be; those that there are once time is up. */
const decisionsOf = async ({ api, now, print, shell }: Session, message: string, count: number, seconds: number) => {
  const since = now();
  // Clocks of two machines differ; the message tells its decisions from all others.
  const from = new Date(since.getTime() - 5 * 60_000).toISOString();
  for (;;) {
    const found: Decision[] = [];
    let cursor: string | undefined;
    do {
      const page = await api('listDecisions', { query: { message, from, limit: 200, cursor } });
      found.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined && found.length < count);
    const late = now().getTime() - since.getTime() > seconds * 1000;
    if (found.length >= count || late) return found.sort((a, b) => a.message.index - b.message.index);
    if (shell.err.isTTY && !print.json)
      shell.err.write(`\rwaiting for the matcher: ${found.length} of ${count} decided\u001b[K`);
    await pause(everyMs);
  }
};

const positive = (text: string): number => {
  if (!(Number(text) > 0)) throw new InvalidArgumentError('Give seconds, more than 0.');
  return Number(text);
};

const send = (shell: Within): Command =>
  new Command('send')
    .description('send a payload as its sender would, and show the decisions that came of it')
    .argument('<file>', 'a file, or - for the standard input')
    .option('--source <name>', 'who sends it; without it, the payload tells')
    .option('--no-wait', 'do not wait for the decisions')
    .option('--timeout <seconds>', 'how long to wait for them', positive, 30)
    .addHelpText(
      'after',
      '\nExample:\n  $ wolfe alert send runbooks/library/jenkins-job/alerts/NodeDiskPressure.json --source alertmanager',
    )
    .action(
      action(shell, async (session, [file]: [string], { source, wait, timeout }: Options) => {
        const { api, print, now } = session;
        const bytes = await bytesOf(file, shell);
        if (bytes.length === 0) throw new CommandError(2, `${file} is empty.`);
        // What is no text (gzip) travels as base64, which every reader takes off again.
        const body = isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('base64');
        const { message } = await api('sendAlert', { body: { source, body } });
        if (!wait) {
          print.one({ message }, () => [`queued as ${message}`]);
          return 0;
        }
        const count = await expected(bytes, source, session);
        const decisions = await decisionsOf(session, message, count, timeout);
        if (shell.err.isTTY && !print.json) shell.err.write('\r\u001b[K');
        print.list(decisions, decisionColumns(print, now()), '');
        if (decisions.length >= count) return 0;
        throw new CommandError(
          1,
          `Only ${decisions.length} of ${count} decisions came within ${timeout} seconds; the message is ${message}.`,
          'Look again later with `wolfe decisions list`; a message that nothing can be done with is in the dead-letter queue.',
        );
      }),
    );

/** Alerts, as operators send them. */
export const alert = (shell: Within): Command =>
  new Command('alert')
    .description('send an alert by hand')
    .addHelpText('after', '\nExample:\n  $ wolfe alert send payload.json --source cloudwatch')
    .addCommand(send(shell));
