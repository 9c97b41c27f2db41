import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { rulesTable } from '#functions/adapters/rules-table.ts';
import { bundleFunctions } from '#infra/code.ts';
import { aDynamo, testNames } from '#test/contract/stand-ins.ts';
import { alertText, patternOf, random } from './matcher/mix.ts';
import type { Told } from './rules/lambda.ts';

// What many live rules cost one matcher Lambda, as it is deployed: every call goes through the real SDK to an embedded DynamoDB.

const region = 'eu-west-1';
const batchSize = 10;
const round = (value: number): number => Math.round(value * 10) / 10;

/** A rule of the mix, in shadow: it is judged to the end and starts nothing. */
const ruleOf = (next: () => number, i: number) => ({
  rule: `rule-${i}`,
  owner: 'bench',
  mode: 'shadow',
  when: patternOf(next),
  run: 'look',
  with: { service: '{% labels.service %}' },
  guard: { cooldown: '30m', rate: { max: 10, per: '1h' } },
});

const release = {
  runbook: 'look',
  digest: 'd'.repeat(64),
  params: { type: 'object', properties: { service: { type: 'string' } }, additionalProperties: false },
  target: 'service:{service}',
  remediates: true,
  releasedAt: new Date(0).toISOString(),
  by: 'bench',
};

let messages = 0;
/** A batch as SQS hands it over. */
const batchOf = (alerts: string[]): object => ({
  Records: alerts.map((body) => ({
    messageId: `m${++messages}`,
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
    messageAttributes: { source: { stringValue: 'plain', dataType: 'String' } },
  })),
});
/** Alerts of the mix, each firing since now and with an identity of its own. */
const alertsOf = (next: () => number, fields: object): string[] =>
  Array.from({ length: batchSize }, () =>
    JSON.stringify({ ...JSON.parse(alertText(next)), startsAt: new Date().toISOString(), ...fields }),
  );

/** One Lambda that is cold, before tables that are not. */
const aLambda = async (endpoint: string) => {
  const { code } = await bundleFunctions();
  const calls: string[] = [];
  const began = performance.now();
  const child = fork(new URL('./rules/lambda.ts', import.meta.url), [code.matcher!], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      ENVIRONMENT: 'bench',
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      LOG_CALLS: '1',
      RULES_TABLE: testNames.table('rules'),
      HISTORY_TABLE: testNames.table('history'),
      LEDGER_TABLE: testNames.table('ledger'),
      BUNDLES_BUCKET: 'none',
      ALERTS_QUEUE_URL: 'http://127.0.0.1:9/none',
      DEAD_QUEUE_URL: 'http://127.0.0.1:9/none',
      MACHINE_PREFIX: 'arn:aws:states:eu-west-1:000000000000:stateMachine:none-',
    },
  });
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (line.startsWith('{"call":')) calls.push((JSON.parse(line) as { call: { operation: string } }).call.operation);
  });
  const ended = new AbortController();
  child.on('exit', () => ended.abort(new Error('The Lambda has ended.')));
  const told = async <T>(): Promise<T> => (await once(child, 'message', { signal: ended.signal }))[0] as T;
  await told();
  const loadMs = performance.now() - began;
  return {
    loadMs,
    calls,
    async batch(alerts: string[]): Promise<Told> {
      calls.length = 0;
      child.send(batchOf(alerts));
      return told<Told>();
    },
    close: () => child.kill(),
  };
};
type Lambda = Awaited<ReturnType<typeof aLambda>>;

/** AWS calls of one batch, by operation. */
const callsOf = async (lambda: Lambda, alerts: string[]): Promise<Record<string, number>> => {
  await lambda.batch(alerts);
  const counts: Record<string, number> = {};
  for (const call of lambda.calls) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
};

/** Batches without a break while a new set comes, until it is asked. */
const whileItChanges = async (lambda: Lambda, next: () => number, change: () => Promise<unknown>) => {
  await change();
  const began = performance.now();
  const told: Told[] = [];
  // As long as an old set may be asked.
  while (performance.now() - began < 5000) told.push(await lambda.batch(alertsOf(next, { name: 'Nobody' })));
  const most = (of: (one: Told) => number): number => round(Math.max(...told.map(of)));
  return {
    batches: told.length,
    longestBatchMs: most(({ milliseconds }) => milliseconds),
    longestPauseMs: most(({ longestPauseMs }) => longestPauseMs),
  };
};

/** Measures a matcher Lambda with many live rules: `npm run bench -- rules --rules 10000`. */
export default async (args: string[]): Promise<object> => {
  const { values } = parseArgs({ args, options: { rules: { type: 'string', default: '10000' } } });
  const count = Number(values.rules);
  const next = random(count);
  const set = Array.from({ length: count }, (_, i) => ruleOf(next, i));
  const dynamo = await aDynamo();
  let lambda: Lambda | undefined;
  try {
    const tables = await dynamo.createTables();
    const rules = rulesTable(dynamo.client, tables.rules, region);
    await rules.release(release);
    await rules.apply(set, 'bench');
    const { protocol, hostname, port } = await dynamo.client.config.endpoint!();
    lambda = await aLambda(`${protocol}//${hostname}:${port}`);

    const meetings = () => Array.from({ length: batchSize }, () => meeting(set[0]!.when, next));
    const first = await lambda.batch(meetings());
    const warm: number[] = [];
    for (let i = 0; i < 50; i++) warm.push((await lambda.batch(alertsOf(next, { name: 'Nobody' }))).milliseconds);
    const { rssMb, heapMb } = await lambda.batch(alertsOf(next, { name: 'Nobody' }));
    const awsCallsPerBatch = {
      unmatched: await callsOf(lambda, alertsOf(next, { name: 'Nobody' })),
      matched: await callsOf(
        lambda,
        Array.from({ length: batchSize }, () => meeting(set[0]!.when, next)),
      ),
    };
    const newSet = await whileItChanges(lambda, next, () => rules.apply(set.slice().reverse(), 'bench'));
    return {
      rules: count,
      batch: batchSize,
      cold: {
        loadMs: round(lambda.loadMs),
        firstBatchMs: round(first.milliseconds),
        toFirstMatchMs: round(lambda.loadMs + first.milliseconds),
      },
      warmBatchMs: { p50: round(warm.sort((a, b) => a - b)[25]!), longest: round(warm.at(-1)!) },
      memoryMb: { rss: rssMb, heap: heapMb },
      awsCallsPerBatch,
      newSet,
    };
  } finally {
    lambda?.close();
    await dynamo.close();
  }
};

/** An alert of its own that meets a pattern of the mix, as far as exact values tell. */
const meeting = (pattern: object, next: () => number): string => {
  const { name, severity, labels } = pattern as {
    name: string[];
    severity?: string[];
    labels?: { service?: string[] };
  };
  const alert = JSON.parse(alertText(next));
  return JSON.stringify({
    ...alert,
    name: name[0],
    ...(severity && { severity: severity[0] }),
    labels: { ...alert.labels, ...(labels?.service && { service: labels.service[0] }) },
    startsAt: new Date().toISOString(),
  });
};
