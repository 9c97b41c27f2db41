import { names, type QueueName } from '#infra/topology.ts';

/** The one environment, region and account that a local world pretends to be. */
export const environment = 'dev';
export const region = 'us-east-1';
/** fauxqs answers for this account only. */
export const account = '000000000000';

/** The stand-ins ask for some, and look at none. */
export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

export const named = names(environment, region, account);

const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;

/** ARNs as AWS would give them to the same things. */
export const arns = {
  queue: (queue: QueueName) => arn('sqs', named.queue(queue)),
  /** Functions' ARNs up to their names. */
  anyFunction: arn('lambda', 'function:'),
  /** Machines' ARNs up to their names. */
  anyMachine: arn('states', 'stateMachine:'),
};
