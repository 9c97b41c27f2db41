/** A Lambda was deployed without settings that its code needs. */
export class MissingSettingsError extends Error {
  override name = 'MissingSettingsError';
  constructor(keys: readonly string[]) {
    super(
      `The environment lacks ${keys.join(', ')}. infra/topology.ts says which function is given which keys; deploy again.`,
    );
  }
}

/**
 * The one reader of the environment: the values of the keys that a function declares.
 * @throws MissingSettingsError naming every key that is missing or empty.
 */
export const readEnv = <K extends string>(keys: readonly K[]): Record<K, string> => {
  const missing = keys.filter((key) => !process.env[key]);
  if (missing.length > 0) throw new MissingSettingsError(missing);
  return Object.fromEntries(keys.map((key) => [key, process.env[key]])) as Record<K, string>;
};

/** Where AWS says this code runs. */
export const region = (): string => readEnv(['AWS_REGION']).AWS_REGION;

/** True when the SDK is pointed at stand-ins, which know buckets by path only. */
export const pathStyle = (): boolean => Boolean(process.env.AWS_ENDPOINT_URL_S3);

/** True when every SDK call is to be logged, for counting and for checking rights. */
export const logsCalls = (): boolean => process.env.LOG_CALLS === '1';
