import { Command, InvalidArgumentError } from 'commander';
import { duration } from '#runbooks/sdk/duration.ts';
import { CommandError } from '../../exit.ts';
import { action, type Within } from '../../session.ts';
import { ago } from '../../time.ts';

interface Options {
  slack?: string;
  pagerduty?: string;
  missed?: number;
}

const count = (text: string): number => {
  if (!(Number(text) >= 1)) throw new InvalidArgumentError('Give a number, at least 1.');
  return Number(text);
};

const list = (shell: Within): Command =>
  new Command('list')
    .description('the heartbeats that were heard, the longest silent first, and who is told of a missing one')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts heartbeats list')
    .action(
      action(shell, async ({ api, print, now }) => {
        const { watch, items } = await api('listHeartbeats', {});
        print.list(
          items,
          [
            { title: 'heartbeat', of: ({ name }) => name },
            { title: 'source', of: ({ source }) => source },
            { title: 'region', of: ({ region }) => region },
            { title: 'last', of: ({ at }) => ago(at, now()) },
            { title: 'every', of: ({ everySeconds: every }) => (every === undefined ? undefined : duration(every)) },
            {
              title: 'state',
              of: ({ missingSince }) => (missingSince === undefined ? 'heard' : 'missing'),
              paint: (text, { missingSince }) => print.paint(missingSince === undefined ? 'good' : 'bad', text),
            },
          ],
          'No heartbeat was ever heard.',
        );
        const told = [watch?.slack, watch?.pagerduty && `PagerDuty ${watch.pagerduty}`].filter(Boolean).join(', ');
        print.say(
          told ? `told after ${watch?.missed} missed: ${told}` : 'nobody is told: `wolfe alerts heartbeats watch`',
        );
        return 0;
      }),
    );

const watch = (shell: Within): Command =>
  new Command('watch')
    .description('say who is told when a heartbeat stays away')
    .option('--slack <channel>', 'a channel')
    .option('--pagerduty <service>', "a service, as PagerDuty's secret names it")
    .option('--missed <count>', 'after how many missed intervals', count, 3)
    .addHelpText(
      'after',
      '\nExample:\n  $ wolfe alerts heartbeats watch --slack "#cloud-infra" --pagerduty cloud-infra',
    )
    .action(
      action(shell, async ({ api, print }, _args, { slack, pagerduty, missed }: Options) => {
        if (slack === undefined && pagerduty === undefined)
          throw new CommandError(2, 'Nobody is named.', 'Give --slack, --pagerduty, or both.');
        const set = await api('watchHeartbeats', { body: { slack, pagerduty, missed } });
        print.one(set, () => [`told after ${set.missed} missed: ${[slack, pagerduty].filter(Boolean).join(', ')}`]);
        return 0;
      }),
    );

/** Alerts such as Watchdog, whose absence is the news. */
export const heartbeats = (shell: Within): Command =>
  new Command('heartbeats')
    .description('heartbeats such as Watchdog: which were heard, and who is told when one stays away')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts heartbeats watch --slack "#cloud-infra"')
    .addCommand(list(shell))
    .addCommand(watch(shell));
