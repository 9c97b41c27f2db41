import { stringify } from 'yaml';
import type { Alert } from '../../api/nouns.ts';

/** A name for a rule that would pass the check. */
const slug = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'new-rule';

/** A first draft of a rule: in shadow, for alerts like this one when there is one. */
export const draft = (owner: string, alert?: Alert): string =>
  stringify({
    rule: alert ? slug(alert.name) : 'new-rule',
    owner,
    mode: 'shadow',
    when: { name: [alert?.name ?? 'NameOfTheAlert'], status: ['firing'] },
    run: '',
    with: {},
    guard: { cooldown: '30m', rate: { max: 10, per: '1h' } },
  });
