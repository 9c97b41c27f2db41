import { Command } from 'commander';
import { action, type Within } from '../session.ts';

/** Who the token says one is, and what that allows. */
export const whoami = (shell: Within): Command =>
  new Command('whoami')
    .description('who you are to this Wolfe, and what you may do')
    .addHelpText('after', '\nExample:\n  $ wolfe whoami')
    .action(
      action(shell, async ({ api, print }) => {
        const me = await api('whoami', {});
        print.one(me, () => [
          `${me.name} (${me.roles.join(', ') || 'no role'}) in ${me.environment}`,
          `teams  ${me.teams.join(', ') || 'none'}`,
          `may    ${me.may.join(', ')}`,
        ]);
        return 0;
      }),
    );
