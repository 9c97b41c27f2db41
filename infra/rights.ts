import { type FunctionName, names, type QueueName, type TableName } from './topology.ts';

/** Something in AWS that a right is on. */
export type On =
  | `table:${TableName}`
  | `index:${TableName}/${string}`
  | `queue:${QueueName}`
  | `objects:${string}`
  | `secret:${string}`
  | 'machines'
  | 'executions'
  | 'machine roles'
  | 'task tokens';

/** What one function may call, and on what. */
export interface Right {
  actions: readonly string[];
  on: On;
}

const rw = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'];
const secret = ['secretsmanager:GetSecretValue'];

/** Every right of every function; a role is made of these and of nothing else. Tests hold them against the calls that are made. */
export const rights: Record<FunctionName | 'runner', readonly Right[]> = {
  ingest: [
    { actions: ['sqs:SendMessage'], on: 'queue:alerts' },
    { actions: secret, on: 'secret:ingest' },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], on: 'table:ledger' },
  ],
  matcher: [
    // What Lambda itself needs to hand the queue's messages to it.
    { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], on: 'queue:alerts' },
    // Alerts that a rule holds come back by it.
    { actions: ['sqs:SendMessage'], on: 'queue:alerts' },
    { actions: ['sqs:SendMessage'], on: 'queue:dead' },
    { actions: ['dynamodb:Query'], on: 'table:rules' },
    {
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      on: 'table:ledger',
    },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], on: 'table:history' },
    { actions: ['s3:PutObject'], on: 'objects:results/*' },
    { actions: ['states:StartExecution'], on: 'machines' },
  ],
  recorder: [
    { actions: rw, on: 'table:history' },
    { actions: ['dynamodb:UpdateItem'], on: 'table:ledger' },
    { actions: ['states:DescribeExecution'], on: 'executions' },
    { actions: secret, on: 'secret:systems/slack' },
    { actions: secret, on: 'secret:systems/jira' },
    { actions: secret, on: 'secret:systems/pagerduty' },
  ],
  approvals: [
    { actions: rw, on: 'table:history' },
    { actions: ['states:SendTaskSuccess'], on: 'task tokens' },
    { actions: secret, on: 'secret:systems/slack' },
  ],
  publisher: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], on: 'table:rules' },
    { actions: ['s3:PutObject', 's3:GetObject'], on: 'objects:bundles/*' },
    {
      actions: [
        'states:DescribeStateMachineAlias',
        'states:UpdateStateMachine',
        'states:PublishStateMachineVersion',
        'states:CreateStateMachineAlias',
      ],
      on: 'machines',
    },
    // Step Functions asks for it when a definition changes, even if the role stays the same.
    { actions: ['iam:PassRole'], on: 'machine roles' },
  ],
  keeper: [
    { actions: ['dynamodb:Query'], on: 'table:rules' },
    { actions: rw, on: 'table:history' },
    { actions: ['dynamodb:Query'], on: 'index:history/byTime' },
    { actions: ['dynamodb:UpdateItem'], on: 'table:ledger' },
    { actions: ['states:DescribeExecution'], on: 'executions' },
    { actions: ['states:SendTaskSuccess'], on: 'task tokens' },
    { actions: secret, on: 'secret:systems/slack' },
    { actions: secret, on: 'secret:systems/jira' },
    { actions: secret, on: 'secret:systems/pagerduty' },
  ],
  studio: [
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
      on: 'table:rules',
    },
    { actions: rw, on: 'table:history' },
    { actions: ['dynamodb:Query'], on: 'index:history/byTime' },
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      on: 'table:ledger',
    },
    { actions: ['s3:GetObject'], on: 'objects:results/*' },
    { actions: ['sqs:SendMessage'], on: 'queue:alerts' },
    { actions: ['states:StartExecution'], on: 'machines' },
    { actions: ['states:StopExecution'], on: 'executions' },
    { actions: ['states:SendTaskSuccess'], on: 'task tokens' },
    { actions: secret, on: 'secret:studio' },
  ],
  runner: [
    { actions: ['dynamodb:Query'], on: 'table:rules' },
    { actions: ['dynamodb:UpdateItem'], on: 'table:history' },
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      on: 'table:ledger',
    },
    { actions: ['s3:GetObject'], on: 'objects:bundles/${runbook}/*' },
    { actions: ['s3:GetObject', 's3:PutObject'], on: 'objects:results/*' },
  ],
};

/** One IAM statement. Resources may hold `${partition}`, `${region}`, `${account}` and `${environment}`, as a system's may. */
export interface Statement {
  actions: readonly string[];
  resources: readonly string[];
  /** Why a resource has a `*` in it; required then. */
  reason?: string;
}

/** The values of a statement's place; each may be a CloudFormation token. */
export interface Place {
  partition: string;
  region: string;
  account: string;
  environment: string;
}

/** A text with its place filled in. */
export const placed = (text: string, place: Place): string =>
  text.replaceAll(/\$\{(partition|region|account|environment)\}/g, (_, key: keyof Place) => place[key]);

const arn = (service: string, resource: string, at = '${region}', owner = '${account}') =>
  `arn:\${partition}:${service}:${at}:${owner}:${resource}`;
const named = names('${environment}', '${region}', '${account}');

const resourceOf = (on: On): Omit<Statement, 'actions'> => {
  const [kind, rest = ''] = on.split(/:(.*)/s) as [string, string?];
  switch (kind) {
    case 'table':
      return { resources: [arn('dynamodb', `table/${named.table(rest as TableName)}`)] };
    case 'index': {
      const [table, index] = rest.split('/') as [TableName, string];
      return { resources: [arn('dynamodb', `table/${named.table(table)}/index/${index}`)] };
    }
    case 'queue':
      return { resources: [arn('sqs', named.queue(rest as QueueName))] };
    case 'secret':
      // Secrets Manager appends a dash and six characters to every secret's name.
      return { resources: [arn('secretsmanager', `secret:${named.secret(rest)}-??????`)] };
    case 'objects':
      return {
        resources: [arn('s3', `${named.bucket}/${rest}`, '', '')],
        reason: 'Objects are named by their content, which nobody knows beforehand.',
      };
    case 'machines':
      return {
        resources: [arn('states', `stateMachine:${named.machine('*')}`)],
        reason: 'All machines of the environment, their versions and aliases: digests come without a deploy.',
      };
    case 'executions':
      return {
        resources: [arn('states', `execution:${named.machine('*')}`)],
        reason: 'All executions of the environment: each alert has a name of its own.',
      };
    case 'machine roles':
      return {
        resources: [arn('iam', `role/${named.machineRole('*')}`, '')],
        reason: 'The machines’ roles of the environment and region, one for each runbook.',
      };
    default:
      return {
        resources: ['*'],
        reason: 'AWS authorises task tokens on * only; the token itself names the one execution.',
      };
  }
};

/** The statements that rights stand for. */
export const statementsOf = (all: readonly Right[], runbook = ''): Statement[] =>
  all.map(({ actions, on }) => ({ actions, ...resourceOf(on.replace('${runbook}', runbook) as On) }));
