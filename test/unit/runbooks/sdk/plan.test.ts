import { describe, expect, it } from 'vitest';
import { plan } from '#runbooks/sdk/plan.ts';
import type { RunbookValue } from '#runbooks/sdk/runbook.ts';
import { begin, everyKind } from './disk.ts';

const scope = { params: { instance: 'i-1', limit: 80 }, measure: { usedPercent: 90 } };

/** The plan from `prune` on, with a host that fails the test when something is changed. */
const planned = (runbook: RunbookValue, given: Record<string, unknown> = scope) =>
  plan(runbook, 'prune', given, {
    host: {
      measure: async (path: string) => ({ usedPercent: path.length }),
      prune: () => {
        throw new Error('a plan changed something');
      },
    },
  });

describe('a plan', () => {
  it('lists what acts from a step on, and the calls that can be told', async () => {
    const { steps } = await planned(everyKind());
    expect(steps).toEqual([
      { step: 'prune', kind: 'remediate', calls: [{ system: 'bolt', verb: 'prune', args: ['/'] }] },
      { step: 'settle', kind: 'wait', calls: [] },
      { step: 'is quiet', kind: 'until', calls: [] },
      { step: 'two people', kind: 'approve', calls: [] },
      { step: 'prune-more', kind: 'remediate', calls: [], open: 'depends on the result of “prune”' },
      { step: 'recovered', kind: 'verify', calls: [] },
    ]);
  });

  it('really reads, and goes on with what it read', async () => {
    const runbook = begin().remediate('prune', async ({ host }) => {
      const { usedPercent } = await host.measure('/four');
      await host.prune(`/${usedPercent}`);
    });
    expect((await planned(runbook)).steps[0]?.calls).toEqual([{ system: 'bolt', verb: 'prune', args: ['/5'] }]);
  });

  it('ends a list where a body looks into an answer that is not there yet', async () => {
    const runbook = begin().remediate('prune', async ({ host }) => {
      const done = await host.prune('/a');
      await host.prune('/b');
      if (done.freed > 5) await host.prune('/c');
    });
    expect((await planned(runbook)).steps).toEqual([
      {
        step: 'prune',
        kind: 'remediate',
        calls: [
          { system: 'bolt', verb: 'prune', args: ['/a'] },
          { system: 'bolt', verb: 'prune', args: ['/b'] },
        ],
        open: 'depends on the result of bolt.prune',
      },
    ]);
  });

  it('ends a list even when the body goes on after the error', async () => {
    const runbook = begin().remediate('prune', async ({ host }) => {
      const done = await host.prune('/a');
      try {
        JSON.stringify(done);
      } catch {
        await host.prune('/b');
      }
    });
    const [step] = (await planned(runbook)).steps;
    expect(step).toMatchObject({ calls: [{ args: ['/a'] }], open: 'depends on the result of bolt.prune' });
  });

  it('ends a list at an argument that is not known yet', async () => {
    const runbook = begin().remediate('prune', async ({ host }) => {
      const done = await host.prune('/a');
      await host.prune(done as never);
    });
    expect((await planned(runbook)).steps[0]).toMatchObject({
      calls: [{ args: ['/a'] }],
      open: 'depends on the result of bolt.prune',
    });
  });

  it('says so when a body fails', async () => {
    const runbook = begin().remediate('prune', () => {
      throw new TypeError('no such disk');
    });
    expect((await planned(runbook)).steps[0]?.open).toBe('cannot be told: no such disk');
  });

  it('has a digest that changes with what would be done, and with nothing else', async () => {
    const runbook = begin().remediate('prune', ({ host, params }) => host.prune(params.instance));
    const of = async (instance: string, more = {}) =>
      (await planned(runbook, { params: { instance }, ...more })).digest;
    expect(await of('i-1')).toMatch(/^[0-9a-f]{64}$/);
    expect(await of('i-1', { alert: { name: 'Other' } })).toBe(await of('i-1'));
    expect(await of('i-2')).not.toBe(await of('i-1'));
  });
});
