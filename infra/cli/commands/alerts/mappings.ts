import { Command } from 'commander';
import { bytesOf } from '../../input.ts';
import { action, type Within } from '../../session.ts';
import { ago } from '../../time.ts';

const apply = (shell: Within): Command =>
  new Command('apply')
    .description('read senders by these mappings from now on; others stay as they are')
    .argument('<file>', 'one mapping or a list of them, or - for the standard input')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts mappings apply shop.yaml')
    .action(
      action(shell, async ({ api, print }, [file]: [string]) => {
        const text = (await bytesOf(file, shell)).toString('utf8');
        const { items } = await api('applyMappings', { body: { file: { file, text } } });
        print.one({ items }, () => items.map(({ mapping }) => `live: ${mapping.source}`));
        return 0;
      }),
    );

const list = (shell: Within): Command =>
  new Command('list')
    .description('the senders that are read by a mapping')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts mappings list')
    .action(
      action(shell, async ({ api, print, now }) => {
        const { items } = await api('listMappings', {});
        print.list(
          items,
          [
            { title: 'source', of: ({ mapping }) => mapping.source },
            { title: 'name', of: ({ mapping }) => mapping.name },
            { title: 'status', of: ({ mapping }) => mapping.status },
            { title: 'by', of: ({ by }) => by },
            { title: 'since', of: ({ at }) => ago(at, now()) },
          ],
          'No sender is read by a mapping: `wolfe alerts mappings apply FILE`.',
        );
        return 0;
      }),
    );

const remove = (shell: Within): Command =>
  new Command('remove')
    .description('read a sender by its mapping no more')
    .argument('<source>')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts mappings remove shop')
    .action(
      action(shell, async ({ api, print }, [source]: [string]) => {
        const removed = await api('removeMapping', { body: { source } });
        print.one(removed, () => [`removed: ${removed.source}`]);
        return 0;
      }),
    );

/** How senders without a reader are read. */
export const mappings = (shell: Within): Command =>
  new Command('mappings')
    .description('how senders without a reader are read: apply, list and remove mappings')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts mappings apply shop.yaml')
    .addCommand(apply(shell))
    .addCommand(list(shell))
    .addCommand(remove(shell));
