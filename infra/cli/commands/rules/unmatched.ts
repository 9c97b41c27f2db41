import { Command } from 'commander';
import { moment } from '../../filters.ts';
import { action, type Within } from '../../session.ts';
import { ago } from '../../time.ts';

export const unmatched = (shell: Within): Command =>
  new Command('unmatched')
    .description('alerts that no rule matches, by name: what to automate next')
    .option('--since <when>', 'how far back: 2h, 7d, or an ISO time; a week unless said', moment)
    .addHelpText('after', '\nExample:\n  $ wolfe rules unmatched --since 30d')
    .action(
      action(shell, async ({ api, print, now }, _args, { since }: { since?: string }) => {
        const found = await api('listUnmatched', { query: { since } });
        print.list(
          found.items,
          [
            { title: 'alert', of: ({ name }) => name },
            { title: 'periods', of: ({ episodes }) => String(episodes) },
            { title: 'things', of: ({ things }) => String(things) },
            { title: 'alerts', of: ({ alerts }) => String(alerts) },
            { title: 'last', of: ({ lastAt }) => ago(lastAt, now()) },
            { title: 'from', of: ({ sources }) => sources.join(', ') },
            { title: 'latest decision', of: ({ decision }) => decision },
          ],
          'Every alert since then matched a rule.',
        );
        if (found.truncated)
          print.note(`Of the newest ${found.decisions} only, back to ${found.since}: there are more.`);
        return 0;
      }),
    );
