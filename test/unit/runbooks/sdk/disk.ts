import * as z from 'zod';
import { type Attempts, runbook } from '#runbooks/sdk/runbook.ts';
import type { System } from '#runbooks/sdk/system.ts';

interface Host {
  measure(path: string): Promise<{ usedPercent: number }>;
  prune(path: string): Promise<{ freed: number }>;
}

/** A system that is there only by name: tests put fakes in its place. */
export const host: System<Host, { token: string }, 'measure'> = {
  name: 'bolt',
  secret: z.object({ token: z.string() }),
  permissions: [],
  reads: ['measure'],
  connect: () => {
    throw new Error('no real host in a unit test');
  },
};

/** A runbook without steps, for tests that add the ones they are about. */
export const begin = () =>
  runbook('clear-disk', {
    summary: 'Free disk space.',
    owner: 'infra',
    params: z.object({ instance: z.string(), limit: z.number().default(80) }),
    target: ({ instance }) => `ec2:${instance}`,
    systems: { host },
  });

/** A runbook with a step of every kind. */
export const everyKind = (pruning?: Attempts) =>
  begin()
    .diagnose('measure', ({ host }) => host.measure('/'))
    .endWhen('false positive', ({ measure, params }) => measure.usedPercent < params.limit)
    .remediate('prune', ({ host }) => host.prune('/'), pruning)
    .wait('settle', '1m')
    .until(
      'is quiet',
      ({ host }) => host.measure('/quiet'),
      (scope) => scope['is quiet'].usedPercent === 0,
      { every: '10s', timeout: '30s' },
    )
    .approve('two people', { quorum: 2, expires: '10m' })
    .remediate('prune-more', ({ host, prune }) => host.prune(`/freed/${prune.freed}`))
    .verify(
      'recovered',
      ({ host }) => host.measure('/'),
      ({ recovered, params }) => recovered.usedPercent < params.limit,
    )
    .onFailure('tidy up', ({ host, error }) => host.prune(`/${error.name}`));
