import type { Place } from './rights.ts';
import { type EnvKey, names } from './topology.ts';

/** What a function is told besides its place, where it is told it. */
export interface Particulars {
  studioUrl?: string;
  /** The runbook of a runner. */
  runbook?: string;
}

const told = ({ partition, region, account, environment, ...own }: Place & Particulars): Record<EnvKey, string> => {
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
    STUDIO_URL: own.studioUrl ?? '',
    RUNBOOK: own.runbook ?? '',
  };
};

/**
 * The environment keys that one function is told, and no others; the local world tells its Lambdas the same.
 * @throws RangeError when a key has no value in this place.
 */
export const environmentOf = <K extends EnvKey>(
  keys: readonly K[],
  place: Place & Particulars,
): { [Key in K]: string } => {
  const all = told(place);
  const missing = keys.filter((key) => !all[key]);
  if (missing.length > 0) throw new RangeError(`Nobody says what ${missing.join(', ')} is here.`);
  return Object.fromEntries(keys.map((key) => [key, all[key]])) as { [Key in K]: string };
};
