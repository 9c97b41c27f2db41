import { type FunctionName, names, type QueueName } from '#infra/topology.ts';

/** The one environment, region and account that a local world pretends to be. */
export const environment = 'dev';
export const region = 'us-east-1';
/** fauxqs answers for this account only. */
export const account = '000000000000';

export const named = names(environment, region, account);

const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;

/** ARNs as AWS would give them to the same things. */
export const arns = {
  queue: (queue: QueueName) => arn('sqs', named.queue(queue)),
  function: (name: FunctionName) => arn('lambda', `function:${named.function(name)}`),
  runner: (runbook: string) => arn('lambda', `function:${named.runner(runbook)}`),
  machine: (runbook: string) => arn('states', `stateMachine:${named.machine(runbook)}`),
  machineRole: (runbook: string) => `arn:aws:iam::${account}:role/${named.machineRole(runbook)}`,
};
