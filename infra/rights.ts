import { type FunctionName, names, type QueueName, type TableName } from './topology.ts';

/** Something in AWS that a right is on; `arnsOf` turns it into ARNs of one region. */
export type On =
  | `table:${TableName}`
  | `index:${TableName}/${string}`
  | `queue:${QueueName}`
  | `objects:${string}`
  | `secret:${string}`
  | 'machines'
  | 'aliases'
  | 'executions'
  | 'machine roles'
  | 'publisher'
  | 'anything';

/** What one function may call, and on what. */
export interface Right {
  actions: readonly string[];
  on: On;
  /** Required for `anything`: why it cannot be narrower. */
  reason?: string;
}

const tokens = ['states:SendTaskSuccess', 'states:SendTaskFailure'];

/** Every right of every function; the role is made of these and of nothing else. A test holds the SDK calls seen against them. */
export const rights: Record<FunctionName | 'runner', readonly Right[]> = {
  ingest: [
    { actions: ['sqs:SendMessage'], on: 'queue:alerts' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'secret:ingest' },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], on: 'table:ledger' },
  ],
  matcher: [
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
    { actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], on: 'table:history' },
    { actions: ['s3:PutObject'], on: 'objects:results/*' },
    { actions: ['states:StartExecution'], on: 'aliases' },
    { actions: ['sqs:SendMessage'], on: 'queue:dead' },
  ],
  recorder: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], on: 'table:history' },
    { actions: ['dynamodb:UpdateItem'], on: 'table:ledger' },
    { actions: ['s3:GetObject'], on: 'objects:results/*' },
    { actions: ['states:DescribeExecution'], on: 'executions' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'secret:systems/slack' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'secret:systems/jira' },
  ],
  approvals: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], on: 'table:history' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'secret:systems/slack' },
  ],
  publisher: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], on: 'table:rules' },
    { actions: ['s3:PutObject', 's3:GetObject'], on: 'objects:bundles/*' },
    {
      actions: [
        'states:DescribeStateMachine',
        'states:UpdateStateMachine',
        'states:CreateStateMachine',
        'states:PublishStateMachineVersion',
        'states:CreateStateMachineAlias',
        'states:DescribeStateMachineAlias',
        'states:ListStateMachineVersions',
      ],
      on: 'machines',
    },
    { actions: ['states:CreateStateMachineAlias', 'states:DescribeStateMachineAlias'], on: 'aliases' },
    { actions: ['iam:PassRole'], on: 'machine roles' },
  ],
  keeper: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], on: 'table:history' },
    { actions: ['dynamodb:Query'], on: 'index:history/byTime' },
    { actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], on: 'table:ledger' },
    { actions: ['s3:GetObject'], on: 'objects:results/*' },
    { actions: ['states:DescribeExecution'], on: 'executions' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'secret:systems/slack' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'secret:systems/jira' },
  ],
  studio: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], on: 'table:rules' },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], on: 'table:history' },
    { actions: ['dynamodb:Query'], on: 'index:history/byTime' },
    { actions: ['dynamodb:Query'], on: 'index:history/byEpisode' },
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
    { actions: ['s3:GetObject', 's3:PutObject'], on: 'objects:*' },
    { actions: ['sqs:SendMessage'], on: 'queue:alerts' },
    { actions: ['states:StartExecution'], on: 'aliases' },
    { actions: ['states:DescribeExecution', 'states:StopExecution'], on: 'executions' },
    {
      actions: tokens,
      on: 'anything',
      reason: 'AWS authorises task tokens on * only; the token itself names the execution',
    },
    { actions: ['secretsmanager:GetSecretValue'], on: 'secret:studio' },
  ],
  runner: [
    { actions: ['dynamodb:Query'], on: 'table:rules' },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], on: 'table:history' },
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      on: 'table:ledger',
    },
    { actions: ['s3:GetObject'], on: 'objects:bundles/${runbook}/*' },
    { actions: ['s3:GetObject', 's3:PutObject'], on: 'objects:results/*' },
  ],
};

/** Where rights are turned into ARNs; each part may be a CloudFormation token. */
export interface Place {
  partition: string;
  region: string;
  account: string;
  environment: string;
  /** The runbook, for a runner. */
  runbook?: string;
}

/** The ARNs that one `on` stands for in one place. */
export const arnsOf = (on: On, place: Place): string[] => {
  const { partition, region, account, environment, runbook } = place;
  const name = names(environment, region, account);
  const arn = (service: string, resource: string, at = region, owner = account) =>
    `arn:${partition}:${service}:${at}:${owner}:${resource}`;
  const [kind, rest = ''] = on.split(/:(.*)/s) as [string, string?];
  switch (kind) {
    case 'table':
      return [arn('dynamodb', `table/${name.table(rest as TableName)}`)];
    case 'index': {
      const [table, index] = rest.split('/') as [TableName, string];
      return [arn('dynamodb', `table/${name.table(table)}/index/${index}`)];
    }
    case 'queue':
      return [arn('sqs', name.queue(rest as QueueName))];
    case 'objects':
      return [arn('s3', `${name.bucket}/${rest.replace('${runbook}', runbook ?? '*')}`, '', '')];
    case 'secret':
      // Secrets Manager appends a dash and six characters to every secret's name.
      return [arn('secretsmanager', `secret:${name.secret(rest)}-??????`)];
    case 'machines':
      return [arn('states', `stateMachine:${name.machine('*')}`)];
    case 'aliases':
      return [arn('states', `stateMachine:${name.machine('*')}:*`)];
    case 'executions':
      return [arn('states', `execution:${name.machine('*')}:*`), arn('states', `execution:${name.machine('*')}:*:*`)];
    case 'machine roles':
      return [arn('iam', `role/${name.machineRole('*')}`, '')];
    case 'publisher':
      return [arn('lambda', `function:${name.function('publisher')}`)];
    default:
      return ['*'];
  }
};
