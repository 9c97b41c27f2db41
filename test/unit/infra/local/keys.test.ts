import { describe, expect, it } from 'vitest';
import { readKeys } from '#functions/ingest/keys.ts';
import { personOfToken, tokensSecret } from '#functions/studio/person.ts';
import { secretFile } from '#infra/local/aws/secrets-manager.ts';
import { keys } from '#infra/local/keys.ts';

const aStore = () => {
  let text: string | undefined;
  return secretFile({ read: () => text, write: (written) => (text = written) });
};

describe('the local world’s secrets', () => {
  it('let its owner into the API as everything', () => {
    const store = aStore();
    const { token } = keys(store, {});
    const secret = tokensSecret.parse(JSON.parse(store.get('wolfe/dev/studio') ?? ''));
    expect(personOfToken(`Bearer ${token}`, secret)).toMatchObject({
      name: 'you',
      roles: expect.arrayContaining(['admin']),
    });
    expect(store.get('wolfe/dev/studio')).not.toContain(token);
  });

  it('let every source in by one token, in each way that ingest knows', () => {
    const store = aStore();
    keys(store, {});
    const keysOf = readKeys(JSON.parse(store.get('wolfe/dev/ingest') ?? ''));
    expect(keysOf('alertmanager')?.map(({ type }) => type)).toEqual(['bearer', 'basic', 'hmac']);
    expect(keysOf('cloudwatch')).toBeDefined();
  });

  it('keep their tokens at the next start, and follow the systems to their new addresses', () => {
    const store = aStore();
    const first = keys(store, { slack: { url: 'http://127.0.0.1:1' } });
    expect(keys(store, { slack: { url: 'http://127.0.0.1:2' } })).toEqual(first);
    expect(store.get('wolfe/dev/systems/slack')).toBe('{"url":"http://127.0.0.1:2"}');
  });

  it('are different in each world', () => {
    expect(keys(aStore(), {}).token).not.toBe(keys(aStore(), {}).token);
  });
});
