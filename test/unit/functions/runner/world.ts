import { z } from 'zod';
import type { RunnerWorld } from '#functions/runner/runner.ts';
import type { Duration } from '#runbooks/sdk/duration.ts';
import { manifest } from '#runbooks/sdk/manifest.ts';
import { performer } from '#runbooks/sdk/perform.ts';
import { type RunbookValue, runbook } from '#runbooks/sdk/runbook.ts';
import type { System } from '#runbooks/sdk/system.ts';
import type { StepCall } from '#runbooks/sdk/wire.ts';
import { fakeBucket } from '#test/contract/fakes/bundles-bucket.ts';
import { fakeHistory } from '#test/contract/fakes/history-table.ts';
import { fakeLedger } from '#test/contract/fakes/ledger-table.ts';
import { fakeRules } from '#test/contract/fakes/rules-table.ts';

export const now = () => new Date('2026-11-20T12:00:00.000Z');
export const digest = 'd'.repeat(64);

/** What a step's body does in a test, and how often it was asked to. */
export interface Host {
  effects: number;
  act: (signal: AbortSignal) => unknown;
}

interface HostClient {
  look(): Promise<unknown>;
  change(): Promise<unknown>;
}

/** A runbook on one system, whose verbs do what the test says. */
export const aRunbook = (host: Host, timeout: Duration = '10m'): RunbookValue => {
  const system: System<HostClient, { token: string; user: string }, 'look'> = {
    name: 'host',
    secret: z.object({ token: z.string(), user: z.string() }),
    permissions: [],
    reads: ['look'],
    connect: ({ signal }) => ({
      look: async () => host.act(signal),
      change: async () => {
        host.effects += 1;
        return host.act(signal);
      },
    }),
  };
  return runbook('tidy', {
    summary: 'Tidy up.',
    owner: 'cloud-infra',
    params: z.object({ node: z.string() }),
    target: ({ node }) => `node:${node}`,
    systems: { host: system },
  })
    .diagnose('measure', ({ host }) => host.look() as Promise<never>)
    .remediate('prune', ({ host }) => host.change() as Promise<never>, { timeout, retry: 2 })
    .wait('settle', '1m')
    .verify(
      'recovered',
      ({ host }) => host.look() as Promise<never>,
      () => true,
    )
    .onFailure('undo', ({ host }) => host.change() as Promise<never>);
};

/** A runner's world in memory, with the lock of `node:n1` in the hands of the execution. */
export const aRunnerWorld = async (host: Host, timeout?: Duration) => {
  const tidy = aRunbook(host, timeout);
  const ledger = fakeLedger(now);
  const history = fakeHistory();
  const rules = fakeRules(now);
  const bucket = fakeBucket();
  const lock = await ledger.lock('node:n1', 'x', 900);
  const world: RunnerWorld = {
    load: async () => ({ code: performer(tidy), manifest: manifest(tidy) }),
    secret: async () => ({ token: 'tok-4711-secret', user: 'robot' }),
    live: rules.live,
    history,
    ledger,
    keep: bucket.keep,
    fetch: bucket.fetch,
    now,
  };
  const call = (step: string, more: Partial<StepCall> = {}): StepCall => ({
    do: 'step',
    step,
    entered: '2026-11-20T11:59:59.000Z',
    retry: 0,
    state: {
      execution: 'x',
      runbook: 'tidy',
      digest,
      mode: 'auto',
      params: { node: 'n1' },
      cause: { decision: 'd1' },
      rule: 'disk',
      target: 'node:n1',
      fence: lock.held ? lock.fence : 0,
      steps: {},
    },
    ...more,
  });
  return { world, ledger, history, rules, bucket, call };
};
