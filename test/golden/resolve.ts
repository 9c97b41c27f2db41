import type { Template } from './synthesize.ts';

/** A resource whose references are the names and ARNs that AWS would give it. */
export interface Resolved {
  id: string;
  Type: string;
  Properties: Record<string, unknown>;
}

export const account = '000000000000';

const nameOf: Record<string, string> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::DynamoDB::GlobalTable': 'TableName',
};
const arnOf: Record<string, (name: string, region: string) => string> = {
  'AWS::Lambda::Function': (name, region) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  'AWS::SQS::Queue': (name, region) => `arn:aws:sqs:${region}:${account}:${name}`,
  'AWS::StepFunctions::StateMachine': (name, region) => `arn:aws:states:${region}:${account}:stateMachine:${name}`,
  'AWS::SNS::Topic': (name, region) => `arn:aws:sns:${region}:${account}:${name}`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::IAM::Role': (name) => `arn:aws:iam::${account}:role/${name}`,
  'AWS::Logs::LogGroup': (name, region) => `arn:aws:logs:${region}:${account}:log-group:${name}:*`,
};

/** Region of a stack by its name; what is not an engine is in the home region. */
export const regionOf = (stack: string): string => /-engine-(.+)$/.exec(stack)?.[1] ?? 'eu-west-1';

/** The resources of a stack as they would be in account 000000000000. What nothing here knows stays a readable `<id.attribute>`. */
export const resolved = (templates: Record<string, Template>, stack: string): Resolved[] => {
  const region = regionOf(stack);
  const pseudo: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const { Resources } = templates[stack]!;
  const named = (id: string): string => {
    const { Type = '', Properties = {} } = Resources[id] ?? {};
    const name = Properties[nameOf[Type] ?? ''];
    return name === undefined ? id : String(value(name));
  };
  const attribute = (id: string, name: string): string => {
    const arn = arnOf[Resources[id]?.Type ?? ''];
    return name === 'Arn' && arn ? arn(named(id), region) : `<${id}.${name}>`;
  };
  const value = (of: unknown): unknown => {
    if (Array.isArray(of)) return of.map(value);
    if (typeof of !== 'object' || of === null) return of;
    const [[key, inside] = ['', undefined], ...more] = Object.entries(of);
    if (more.length === 0) {
      if (key === 'Ref') return pseudo[inside as string] ?? refOf(inside as string);
      if (key === 'Fn::GetAtt') return attribute(...(inside as [string, string]));
      if (key === 'Fn::Join') {
        const [by, parts] = inside as [string, unknown[]];
        return parts.map(value).join(by);
      }
    }
    return Object.fromEntries(Object.entries(of).map(([one, inner]) => [one, value(inner)]));
  };
  // What `Ref` is of: a state machine's and a topic's is the ARN, most others' is the name.
  const refOf = (id: string): string =>
    ['AWS::StepFunctions::StateMachine', 'AWS::SNS::Topic'].includes(Resources[id]?.Type ?? '')
      ? attribute(id, 'Arn')
      : named(id);
  return Object.entries(Resources).map(([id, { Type, Properties = {} }]) => ({
    id,
    Type,
    Properties: value(Properties) as Record<string, unknown>,
  }));
};
