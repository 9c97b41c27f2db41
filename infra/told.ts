import type { Place } from './rights.ts';
import { type EnvKey, names } from './topology.ts';

/** What every environment key holds in one place, except the runner's own `RUNBOOK`; the local world tells its Lambdas the same. */
export const told = (place: Place & { studioUrl?: string }): Record<Exclude<EnvKey, 'RUNBOOK'>, string> => {
  const { partition, region, account, environment } = place;
  const name = names(environment, region, account);
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const queueUrl = (queue: string) => `https://sqs.${region}.amazonaws.com/${account}/${queue}`;
  return {
    ENVIRONMENT: environment,
    RULES_TABLE: name.table('rules'),
    HISTORY_TABLE: name.table('history'),
    LEDGER_TABLE: name.table('ledger'),
    BUNDLES_BUCKET: name.bucket,
    ALERTS_QUEUE_URL: queueUrl(name.queue('alerts')),
    DEAD_QUEUE_URL: queueUrl(name.queue('dead')),
    INGEST_SECRET: name.secret('ingest'),
    SYSTEM_SECRETS: name.secret('systems/'),
    STUDIO_SECRET: name.secret('studio'),
    MACHINE_PREFIX: arn('states', `stateMachine:${name.machine('')}`),
    RUNNER_PREFIX: arn('lambda', `function:${name.runner('')}`),
    APPROVALS_ARN: arn('lambda', `function:${name.function('approvals')}`),
    MACHINE_ROLE_PREFIX: `arn:${partition}:iam::${account}:role/${name.machineRole('')}`,
    PUBLISHER_NAME: name.function('publisher'),
    STUDIO_URL: place.studioUrl ?? `https://console.aws.amazon.com/states/home?region=${region}`,
  };
};

/** The keys that one function is told, and no others. */
export const environmentOf = <K extends EnvKey>(
  keys: readonly K[],
  place: Place & { studioUrl?: string },
): { [Key in K]: string } => {
  const all = { ...told(place), RUNBOOK: place.runbook ?? '' };
  return Object.fromEntries(keys.map((key) => [key, all[key]])) as { [Key in K]: string };
};
