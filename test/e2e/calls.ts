import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallLine } from '#functions/adapters/clients.ts';
import { account, named, region } from '#infra/local/place.ts';

/** One SDK call that a Lambda made, as IAM would see it. */
export interface Asked {
  /** Name of the Lambda. */
  by: string;
  action: string;
  resource: string;
}

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

/** What IAM asks about for a call. Services do not always say it under the name of the call. */
const askedFor = ({ service, operation, resource }: CallLine['call']): { action: string; resource: string }[] => {
  const action = `${service}:${operation}`;
  switch (service) {
    case 'dynamodb':
      return resource.split(',').map((table) => ({ action, resource: arn('dynamodb', `table/${table}`) }));
    case 'sqs':
      return [{ action, resource: arn('sqs', resource.split('/').at(-1)!) }];
    case 's3':
      return [{ action, resource: `arn:aws:s3:::${resource}` }];
    case 'secretsmanager':
      return [{ action, resource: arn('secretsmanager', `secret:${resource}-AbCdEf`) }];
    default: {
      // A task token names no resource.
      const on = resource || '*';
      const machine = on.split(':')[6]?.replace(named.machine(''), '') ?? '';
      return [
        { action, resource: on },
        ...(operation === 'UpdateStateMachine'
          ? [
              { action: 'states:PublishStateMachineVersion', resource: on },
              { action: 'iam:PassRole', resource: `arn:aws:iam::${account}:role/${named.machineRole(machine)}` },
            ]
          : []),
      ];
    }
  }
};

/** All calls in the logs of a world's Lambdas, each once. */
export const callsIn = (logs: string): Asked[] => {
  const seen = new Map<string, Asked>();
  for (const file of readdirSync(logs).filter((name) => name.startsWith('wolfe-')))
    for (const line of readFileSync(join(logs, file), 'utf8').split('\n'))
      if (line.startsWith('{"call":'))
        for (const asked of askedFor((JSON.parse(line) as CallLine).call)) {
          const call = { by: file.replace('.log', ''), ...asked };
          seen.set(JSON.stringify(call), call);
        }
  return [...seen.values()];
};
