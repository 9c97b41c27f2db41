import { createHash, randomBytes } from 'node:crypto';
import { sources } from '#functions/core/sources/all.ts';
import { roles } from '#functions/studio/access.ts';
import type { TokensSecret } from '#functions/studio/person.ts';
import type { SecretStore } from './aws/secrets-manager.ts';
import { named } from './place.ts';

const newToken = (prefix: string): string => `${prefix}_${randomBytes(24).toString('base64url')}`;

/** A secret's value; made and kept when there is none yet. */
const once = (store: SecretStore, name: string, make: () => string): string => {
  const known = store.get(name);
  if (known !== undefined) return known;
  const value = make();
  store.put(name, value);
  return value;
};

/**
 * Fills the local world's Secrets Manager: tokens are made at its first start and stay; the systems' secrets follow their stand-ins,
 * whose ports are new at each start.
 * @param systems secrets by system
 */
export const keys = (store: SecretStore, systems: Record<string, object>): { token: string; ingestToken: string } => {
  const token = once(store, named.secret('local/token'), () => newToken('wolfe'));
  const ingestToken = once(store, named.secret('local/ingest-token'), () => newToken('alerts'));
  const person = {
    sha256: createHash('sha256').update(token).digest('hex'),
    name: 'you',
    roles: [...roles],
    teams: ['cloud-infra'],
  };
  // One token, and each way that a sender may be able to prove itself with it.
  const ways = [
    { type: 'bearer', token: ingestToken },
    { type: 'basic', user: 'wolfe', password: ingestToken },
    { type: 'hmac', secret: ingestToken, timestampHeader: 'x-wolfe-timestamp' },
  ];
  store.put(named.secret('ingest'), JSON.stringify(Object.fromEntries(sources.map(({ name }) => [name, ways]))));
  store.put(named.secret('studio'), JSON.stringify({ tokens: [person] } satisfies TokensSecret));
  for (const [name, secret] of Object.entries(systems))
    store.put(named.secret(`systems/${name}`), JSON.stringify(secret));
  return { token, ingestToken };
};
