import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { logsCalls, pathStyle } from './env.ts';

/** One SDK call, as a log line: what a role must allow, and what an alert costs. */
export interface CallLine {
  call: { service: string; operation: string; resource: string };
}

interface Stack {
  add(middleware: unknown, options: { step: 'initialize'; name: string }): void;
}
type Input = Record<string, unknown>;

const versionOf = (input: Input) =>
  (input.routingConfiguration as { stateMachineVersionArn?: string }[] | undefined)?.[0]?.stateMachineVersionArn;

const resourceOf = (input: Input): string =>
  String(
    (input.IndexName ? `${input.TableName}/index/${input.IndexName}` : input.TableName) ??
      input.QueueUrl ??
      (input.Bucket ? `${input.Bucket}/${input.Key ?? ''}` : undefined) ??
      input.stateMachineAliasArn ??
      input.stateMachineArn ??
      versionOf(input) ??
      input.executionArn ??
      input.SecretId ??
      Object.keys((input.RequestItems as object | undefined) ?? {}).join(',') ??
      '',
  );

/** Adds a log line for each call when the settings ask for it; the client is returned as it is otherwise. */
const logged = <C extends { middlewareStack: unknown }>(service: string, client: C): C => {
  if (!logsCalls()) return client;
  (client.middlewareStack as Stack).add(
    (next: (args: { input: Input }) => unknown, context: { commandName: string }) => (args: { input: Input }) => {
      const line: CallLine = {
        call: { service, operation: context.commandName.replace(/Command$/, ''), resource: resourceOf(args.input) },
      };
      console.log(JSON.stringify(line));
      return next(args);
    },
    { step: 'initialize', name: 'callLog' },
  );
  return client;
};

/** Makers of the SDK's clients; region, credentials and endpoints come from the environment as the SDK documents. */
export const dynamo = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(logged('dynamodb', new DynamoDBClient({})), {
    marshallOptions: { removeUndefinedValues: true },
  });
export const sqs = (): SQSClient => logged('sqs', new SQSClient({}));
export const s3 = (): S3Client => logged('s3', new S3Client({ forcePathStyle: pathStyle() }));
/** @param region another than the function's own, for what Studio does to an execution there. */
export const sfn = (region?: string): SFNClient => logged('states', new SFNClient(region ? { region } : {}));
export const secretsManager = (): SecretsManagerClient => logged('secretsmanager', new SecretsManagerClient({}));
