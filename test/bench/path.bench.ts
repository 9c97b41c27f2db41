import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CallLine } from '#functions/adapters/clients.ts';
import { type Api, api } from '#infra/cli/api.ts';
import { bundleFunctions } from '#infra/code.ts';
import { openWorld, type World } from '#infra/local/world.ts';
import { functions } from '#infra/topology.ts';

// What the way of an alert costs, measured in a world of its own on this machine: every call goes through the real SDK to stand-ins.

const rule = (name: string, mode: string, run = 'jenkins-job') => ({
  file: `${name}.yaml`,
  text: JSON.stringify({
    rule: name,
    owner: 'bench',
    mode,
    when: { name: [name], status: ['firing'] },
    run,
    with: { job: 'DockerPruneNode', parameters: { NODE: '{% labels.node %}' } },
  }),
});

const alert = (name: string, node: string): string =>
  JSON.stringify({ name, status: 'firing', labels: { node }, startsAt: new Date().toISOString() });

const percentile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const round = (value: number): number => Math.round(value * 10) / 10;

/** Sends an alert. @returns the queue's id of it, which its decision carries */
const post = async ({ url, ingestToken }: World, body: string): Promise<string> => {
  const response = await fetch(`${url}/v1/alerts/plain`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/json' },
    body,
  });
  const answer = (await response.json()) as { message: string; ids?: string[] };
  if (response.status !== 202 || !answer.ids?.[0]) throw new Error(`ingest: ${response.status} ${answer.message}`);
  return answer.ids[0];
};

/** Looks seldom: on a small machine, looking takes time from what is looked at. */
const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(50);
  }
};

const decisionOn = (call: Api, message: string) =>
  eventually(async () => (await call('listDecisions', { query: { message } })).items[0]);

/** How many decisions there are on alerts of a name. */
const countOf = async (call: Api, name: string): Promise<number> => {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await call('listDecisions', { query: { alert: name, limit: 200, ...(cursor ? { cursor } : {}) } });
    count += page.items.length;
    cursor = page.cursor;
  } while (cursor);
  return count;
};

/** Milliseconds from the alert's post to the begin of its first step. */
const firstStep = async (world: World, call: Api, node: string): Promise<number> => {
  const began = Date.now();
  const { rules, reason } = await decisionOn(call, await post(world, alert('Planned', node)));
  const result = rules[0]?.result;
  if (result?.kind !== 'started') throw new Error(`nothing was started: ${reason}`);
  const step = await eventually(async () => {
    const seen = await call('showExecution', { execution: result.execution });
    return seen.execution.status === 'running' ? undefined : seen.steps.find(({ at }) => at !== undefined);
  });
  return Date.parse(step.at ?? '') - began;
};

/** AWS calls of ingest and matcher for one alert, by service. */
const callsFor = async (seen: string[], send: () => Promise<void>): Promise<Record<string, number>> => {
  seen.length = 0;
  await send();
  const counts: Record<string, number> = {};
  for (const line of seen) {
    const { service } = (JSON.parse(line) as CallLine).call;
    counts[service] = (counts[service] ?? 0) + 1;
  }
  return counts;
};

const throughput = async (world: World, call: Api, alerts: number) => {
  const began = performance.now();
  const queue = Array.from({ length: alerts }, (_, index) => alert('Shadowed', `many-${index}`));
  const sender = async (): Promise<void> => {
    for (let body = queue.pop(); body; body = queue.pop()) await post(world, body);
  };
  await Promise.all(Array.from({ length: 16 }, sender));
  const accepted = performance.now();
  await eventually(async () => ((await countOf(call, 'Shadowed')) >= alerts ? true : undefined));
  const perSecond = (until: number) => round((alerts * 1000) / (until - began));
  return { alerts, acceptedPerSecond: perSecond(accepted), acceptedAndDecidedPerSecond: perSecond(performance.now()) };
};

const coldStarts = async (world: World): Promise<Record<string, number>> => {
  const milliseconds: Record<string, number> = {};
  for (const name of Object.keys(functions) as (keyof typeof functions)[])
    milliseconds[name] = round(await world.lambdas.coldStart(name));
  milliseconds.runner = round(await world.lambdas.coldStart({ runbook: 'jenkins-job' }));
  return milliseconds;
};

/** Measures the way of an alert: `npm run bench -- path --runs 50 --alerts 500`. */
export default async (args: string[]): Promise<object> => {
  const { values } = parseArgs({
    args,
    options: { runs: { type: 'string', default: '50' }, alerts: { type: 'string', default: '500' } },
  });
  const [runs, alerts] = [Number(values.runs), Number(values.alerts)];
  const data = mkdtempSync(join(tmpdir(), 'wolfe-bench-'));
  const seen: string[] = [];
  const world = await openWorld({
    data,
    fresh: true,
    port: 0,
    called: (name, line) => void (['ingest', 'matcher'].includes(name) && seen.push(line)),
  });
  try {
    const call = api(world);
    await call('applyRules', { body: { files: [rule('Planned', 'plan'), rule('Shadowed', 'shadow')] } });
    // The first of each kind pays for what is loaded once.
    for (const warm of ['warm-1', 'warm-2', 'warm-3']) await firstStep(world, call, warm);

    const times: number[] = [];
    for (let run = 0; run < runs; run++) times.push(await firstStep(world, call, `run-${run}`));
    times.sort((a, b) => a - b);

    const twice = alert('Planned', 'twice');
    const decided = (body: string) => async () => void (await decisionOn(call, await post(world, body)));
    const awsCallsPerAlert = {
      matched: await callsFor(seen, decided(twice)),
      duplicate: await callsFor(seen, decided(twice)),
      unmatched: await callsFor(seen, decided(alert('Unknown', 'none'))),
    };
    const many = await throughput(world, call, alerts);
    return {
      firstStepMs: { runs, p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
      throughput: many,
      awsCallsPerAlert,
      bundleBytes: (await bundleFunctions()).bytes,
      coldStartMs: await coldStarts(world),
    };
  } finally {
    await world.close();
    rmSync(data, { recursive: true, force: true });
  }
};
