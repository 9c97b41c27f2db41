import { z } from 'zod';

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no AWS region; write one such as eu-west-1');

const arnOf = (service: string) =>
  z.string().regex(new RegExp(`^arn:[\\w-]+:${service}:`), `is no ARN of ${service}; copy it from the AWS console`);

/** One environment: stacks of its own that share nothing with another. */
const environment = z
  .strictObject({
    /** Twelve digits; the account of the credentials that deploy when absent. */
    account: z
      .string()
      .regex(/^\d{12}$/, 'is no account id; write its twelve digits as text')
      .optional(),
    /** Where the global tables are made and Studio lives. */
    home: region,
    /** Every region with an engine; the home region is one of them. */
    regions: z.array(region).min(1, 'is empty; name at least the home region'),
    /** What of AWS sends alerts straight to the queue. Who pushes over HTTP needs a key in the secret `wolfe/<environment>/ingest`. */
    sources: z
      .strictObject({
        /** Every CloudWatch alarm of the account in these regions. */
        cloudwatch: z.boolean().default(true),
        /** SNS topics, each heard by the engine of its own region. */
        topics: z.array(arnOf('sns')).default([]),
        /** Roles or users that may put alerts into the queue: of Atlas, or of a program of your own. */
        senders: z.array(arnOf('iam')).default([]),
      })
      .default({ cloudwatch: true, topics: [], senders: [] }),
    /** Owners of rules and runbooks; each becomes a group of the user pool made here. */
    teams: z
      .array(z.string().regex(/^[a-z0-9-]+$/, 'is no name for a team; use small letters, digits and -'))
      .default([]),
    /** Who is mailed by an alarm of Wolfe itself; nobody when absent, the topic is there all the same. */
    alarmEmail: z.email('is no mail address').optional(),
    retention: z
      .strictObject({ logDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)]).default(90) })
      .default({ logDays: 90 }),
    /** Who signs people in: an OIDC issuer of your own, or a Cognito user pool made here. */
    signIn: z
      .union([
        z.literal('cognito'),
        z.strictObject({ issuer: z.url('is no https address'), audience: z.string().min(1) }),
      ])
      .default('cognito'),
    /** Keep tables and buckets when the stacks are deleted. */
    keepData: z.boolean().default(true),
  })
  .refine(({ home, regions }) => regions.includes(home), {
    path: ['home'],
    message: 'is not among the regions; add it to `regions`, the engine runs there too',
  })
  .refine(({ regions }) => new Set(regions).size === regions.length, {
    path: ['regions'],
    message: 'names a region twice; remove one',
  });

const environmentName = /^[a-z][a-z0-9]{1,9}$/;

const settings = z.strictObject({
  environments: z
    .record(z.string(), environment)
    .refine((all) => Object.keys(all).length > 0, 'is empty; describe at least one environment')
    .check(({ value, issues }) => {
      for (const name of Object.keys(value))
        if (!environmentName.test(name))
          issues.push({
            code: 'custom',
            input: name,
            path: [name],
            message: 'is no name for an environment; use 2 to 10 lower-case letters or digits',
          });
    }),
});

/** What `cdk.json` says under `context.wolfe`. */
export type Settings = z.infer<typeof settings>;
export type EnvironmentSettings = z.infer<typeof environment>;

/** The settings are wrong; the message lists every fault with its place. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/**
 * Reads the settings of the CDK app.
 * @throws SettingsError with all faults at once.
 */
export const readSettings = (value: unknown): Settings => {
  const result = settings.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `  ${['wolfe', ...path].join('.')}: ${message}`);
  throw new SettingsError(`cdk.json, context.wolfe has ${faults.length} fault(s):\n${faults.join('\n')}`);
};
