import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** A secret is missing or cannot be read as JSON. Names it, and never quotes it. */
export class SecretError extends Error {
  override name = 'SecretError';
  readonly code = 'SECRET_UNUSABLE';
}

const keptMs = 5 * 60_000;

/** Secrets as JSON values, read once in five minutes: a rotated one takes effect within that time. */
export const secrets = (client: SecretsManagerClient, now: () => number = Date.now) => {
  const kept = new Map<string, { value: unknown; until: number }>();

  const read = async (name: string): Promise<unknown> => {
    const text = await client.send(new GetSecretValueCommand({ SecretId: name })).then(
      ({ SecretString }) => SecretString ?? '',
      (error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        throw new SecretError(
          `There is no secret “${name}”. Make it in Secrets Manager in this region, as a JSON value; ` +
            'the documentation of what needs it says which.',
          { cause: error },
        );
      },
    );
    try {
      return JSON.parse(text);
    } catch {
      // The parser's own message would quote the text.
      throw new SecretError(`The secret “${name}” is not JSON. Put a JSON value into it in Secrets Manager.`);
    }
  };

  return {
    /** @throws SecretError when it is missing or no JSON. */
    async json(name: string): Promise<unknown> {
      const known = kept.get(name);
      if (known && known.until > now()) return known.value;
      const value = await read(name);
      kept.set(name, { value, until: now() + keptMs });
      return value;
    },
  };
};
export type Secrets = ReturnType<typeof secrets>;
