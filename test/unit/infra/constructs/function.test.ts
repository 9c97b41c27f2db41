import { App, Stack, aws_sns as sns } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepFile } from '#infra/code.ts';
import { AlarmBook, unwatched } from '#infra/constructs/alarms.ts';
import { type FunctionProps, WolfeFunction } from '#infra/constructs/function.ts';
import { functions } from '#infra/topology.ts';

const shape = functions.ingest;
type Props = FunctionProps<typeof shape>;

describe('a function', { timeout: 30_000 }, () => {
  let stack: Stack;
  let whole: Props;
  beforeEach(() => {
    stack = new Stack(new App(), 'S');
    whole = {
      functionName: 'wolfe-dev-ingest',
      shape,
      file: keepFile('ingest.mjs', 'export const handler = () => {};'),
      env: { ENVIRONMENT: 'dev', ALERTS_QUEUE_URL: 'q', INGEST_SECRET: 's', LEDGER_TABLE: 'l' },
      rights: [],
      watch: ['errors'],
      place: { partition: 'aws', region: 'eu-west-1', account: '111122223333', environment: 'dev' },
      logDays: 7,
      alarms: new AlarmBook(new sns.Topic(stack, 'T')),
    };
  });

  // What follows `@ts-expect-error` must not compile, or the type check of this file fails.
  it('does not compile without its environment, its rights or its alarms', () => {
    const { env, rights, watch, ...rest } = whole;
    // @ts-expect-error no environment
    const noEnvironment: Props = { ...rest, rights, watch };
    // @ts-expect-error no rights
    const noRights: Props = { ...rest, env, watch };
    // @ts-expect-error neither alarms nor a reason for none
    const noAlarms: Props = { ...rest, env, rights };
    const { LEDGER_TABLE: _, ...less } = env;
    // @ts-expect-error a key of its environment lacks
    const lessEnvironment: Props = { ...rest, env: less, rights, watch };
    // @ts-expect-error an alarm that nobody wrote an article about
    const unknownAlarm: Props = { ...rest, env, rights, watch: ['boredom'] };
    expect([noEnvironment, noRights, noAlarms, lessEnvironment, unknownAlarm]).toHaveLength(5);
  });

  it('has an alarm that names its article', () => {
    new WolfeFunction(stack, 'F', whole);
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'wolfe-dev-ingest-errors',
      AlarmDescription: 'wolfe-dev-ingest fails. What to do: infra/alarms/errors.md',
    });
  });

  it('may say why it has no alarm', () => {
    new WolfeFunction(stack, 'F', { ...whole, watch: unwatched('The queue in front of it has one.') });
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});
