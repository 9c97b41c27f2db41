import { ResourceNotFoundException, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from 'vitest';
import { secrets } from '#functions/adapters/secrets.ts';

describe('secrets', () => {
  let stored: Record<string, string>;
  let reads: number;
  let clock: number;
  beforeEach(() => {
    stored = {};
    reads = 0;
    clock = 0;
  });
  const client = {
    async send({ input }: { input: { SecretId: string } }) {
      reads += 1;
      const SecretString = stored[input.SecretId];
      if (SecretString === undefined) throw new ResourceNotFoundException({ message: 'not here', $metadata: {} });
      return { SecretString };
    },
  } as unknown as SecretsManagerClient;
  const make = () => secrets(client, () => clock);

  it('are read once in five minutes', async () => {
    stored.a = '{"token": "1"}';
    const { json } = make();
    await json('a');
    stored.a = '{"token": "2"}';
    clock = 5 * 60_000 - 1;
    expect(await json('a')).toEqual({ token: '1' });
    expect(reads).toBe(1);
    clock += 1;
    expect(await json('a')).toEqual({ token: '2' });
  });

  it('name the secret that is missing, and ask again next time', async () => {
    const { json } = make();
    await expect(json('wolfe/test/ingest')).rejects.toThrow('There is no secret “wolfe/test/ingest”.');
    stored['wolfe/test/ingest'] = '1';
    expect(await json('wolfe/test/ingest')).toBe(1);
  });

  it('never quote a secret that is no JSON', async () => {
    stored.a = 'hunter2';
    const error = await make()
      .json('a')
      .catch((thrown: Error) => thrown);
    expect(String(error)).toBe('SecretError: The secret “a” is not JSON. Put a JSON value into it in Secrets Manager.');
    expect((error as Error).cause).toBeUndefined();
  });
});
