import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Api, api } from '#infra/cli/api.ts';
import { CommandError } from '#infra/cli/exit.ts';
import { printer } from '#infra/cli/printer.ts';
import { watch } from '#infra/cli/watch.ts';
import type { World } from './world.ts';

const sample = new URL('../../runbooks/library/jenkins-job/alerts/NodeDiskPressure.json', import.meta.url);

/** How long the demo waits for something that should take milliseconds. */
const patienceMs = 20_000;

interface Sent {
  body: string;
  node: string;
  startsAt: string;
}

/** The sample alert, firing now, on a node of its own so that an earlier demo's cooldown does not concern it. */
const freshAlert = (now: Date): Sent => {
  const startsAt = now.toISOString();
  const minutes = Math.floor(now.getTime() / 1000) % 65_536;
  const node = `ip-10-0-${minutes >> 8}-${minutes & 255}.eu-west-1.compute.internal`;
  const text = readFileSync(sample, 'utf8').replaceAll(/ip-10-0-\d+-\d+\.eu-west-1\.compute\.internal/g, node);
  const body = JSON.parse(text);
  for (const alert of body.alerts) {
    alert.startsAt = startsAt;
    // Alertmanager would make it of the labels, one of which is new.
    alert.fingerprint = `${alert.fingerprint.slice(0, 8)}${now.getTime().toString(16).slice(-8)}`;
  }
  return { body: JSON.stringify(body), node, startsAt };
};

/** Looks until there is something. @throws CommandError when there is nothing for too long */
const eventually = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
  const until = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new CommandError(1, `There is still no ${what}.`, 'A log may say why.');
    await pause(20);
  }
};

const post = async ({ url, ingestToken }: World, body: string): Promise<void> => {
  const response = await fetch(`${url}/v1/alerts/alertmanager`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new CommandError(1, `The alert was not taken: ${response.status} ${await response.text()}`);
};

const decisionOn = (call: Api, { startsAt }: Sent) =>
  eventually('decision on the alert', async () => {
    const { items } = await call('listDecisions', { query: {} });
    return items.find(({ alert }) => alert?.startsAt === startsAt);
  });

const story = async (world: World): Promise<void> => {
  const print = printer({ out: process.stdout, err: process.stderr });
  const call = api({ url: world.url, token: world.token });
  const sent = freshAlert(new Date());
  const began = performance.now();
  const took = () => `${Math.round(performance.now() - began)} ms`;

  print.say(`An Alertmanager says that ${sent.node} is under disk pressure.`);
  await post(world, sent.body);
  print.say(`queued     ${took()}`);
  const decision = await decisionOn(call, sent);
  const [rule] = decision.rules;
  print.say(`decided    ${took()}: ${decision.kind}${rule ? ` by rule ${rule.rule} → runbook ${rule.runbook}` : ''}`);
  if (rule?.result.kind !== 'started') {
    const why = rule && 'reason' in rule.result ? rule.result.reason : 'no rule matched';
    throw new CommandError(1, `Nothing was started: ${why}.`, 'npm start -- --fresh begins anew.');
  }
  const { execution } = rule.result;
  await watch({ print, api: call, now: () => new Date(), shell: undefined as never }, execution);
  // The sample's rule tells both.
  const told = await eventually('word to people', async () => {
    const seen = await call('showExecution', { execution });
    return seen.told.slack && seen.told.jira && seen.told;
  });
  for (const [channel, { ref, error }] of Object.entries(told))
    print.say(`told       ${channel}${ref ? `: ${ref}` : ''}${error ? `: ${error}` : ''}`);
  print.say(`\nAll of it took ${took()}. See it again: npx wolfe executions show ${execution}`);
};

/** Sends the sample alert to the world's own ingest and shows what comes of it. What goes wrong is said; the world stays up. */
export const demo = async (world: World): Promise<void> => {
  try {
    await story(world);
  } catch (error) {
    const told = error instanceof CommandError ? `${error.message} ${error.cure ?? ''}` : (error as Error).stack;
    process.stderr.write(`The demo failed: ${told}\nLogs: ${world.data.path}/logs\n`);
  }
};
