import { Command } from 'commander';
import type { Within } from '../session.ts';
import { heartbeats } from './alerts/heartbeats.ts';
import { mappings } from './alerts/mappings.ts';
import { reading } from './alerts/read.ts';
import { sources } from './alerts/sources.ts';

/** Senders and their payloads. */
export const alerts = (shell: Within): Command => {
  const noun = new Command('alerts')
    .description('senders: read a payload and list the readers, offline; mappings and heartbeats')
    .addHelpText('after', '\nExample:\n  $ wolfe alerts read payload.json');
  for (const verb of [reading, sources, mappings, heartbeats]) noun.addCommand(verb(shell));
  return noun;
};
