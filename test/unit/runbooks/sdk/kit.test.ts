import { describe, expect, it } from 'vitest';
import { RetryableError } from '#runbooks/sdk/errors.ts';
import { rehearse } from '#runbooks/sdk/kit.ts';
import { begin, everyKind } from './disk.ts';

const params = { instance: 'i-1' };
const quiet = {
  measure: async (path: string) => ({ usedPercent: path === '/quiet' ? 0 : 90 }),
  prune: async () => ({ freed: 7 }),
};

describe('a rehearsal', () => {
  it('tells what happened, and when', async () => {
    const { story, seconds } = await rehearse(everyKind(), {
      params,
      mode: 'approve',
      answers: [{ by: 'eve' }, { by: 'ann', after: '1m' }, { by: 'ann', after: '2m' }, { by: 'bob', after: '3m' }],
      systems: { host: quiet },
    });
    expect(story).toEqual([
      '0s measure: done',
      '0s false positive: no',
      '0s prune: asks one person',
      '0s prune: approved by eve',
      '0s prune: done',
      '0s settle: 1m',
      '1m is quiet: yes',
      '1m two people: asks 2 people',
      '4m two people: approved by ann, bob',
      '4m prune-more: done',
      '4m recovered: no',
      '4m ineffective',
    ]);
    expect(seconds).toBe(240);
  });

  it('keeps every call, with the step that made it', async () => {
    const { calls } = await rehearse(everyKind(), { params: { ...params, limit: 95 }, systems: { host: quiet } });
    expect(calls).toEqual([{ step: 'measure', system: 'host', verb: 'measure', args: ['/'] }]);
  });

  it('tries again as the machine would', async () => {
    let turns = 0;
    const runbook = begin().remediate('prune', ({ host }) => host.prune('/'), { retry: 2 });
    const prune = async () => {
      turns += 1;
      if (turns < 3) throw new RetryableError(`busy ${turns}`);
    };
    const { story } = await rehearse(runbook, { params, systems: { host: { prune } } });
    expect(story).toEqual([
      '0s prune: tried again after busy 1',
      '2s prune: tried again after busy 2',
      '6s prune: done',
      '6s unverified',
    ]);
  });

  it('follows a failure to its onFailure step, and tells when that fails too', async () => {
    const fail = () => {
      throw new Error('no');
    };
    const { story, error, outcome } = await rehearse(begin().diagnose('measure', fail).onFailure('tell', fail), {
      params,
      systems: {},
    });
    expect(story).toEqual(['0s failed: no', '0s tell: failed too: no']);
    expect(error).toEqual({ name: 'Error', message: 'no' });
    expect(outcome).toBeUndefined();
  });

  it('names the verb that a fake lacks', async () => {
    const { error } = await rehearse(everyKind(), { params, systems: { host: {} } });
    expect(error?.message).toBe('The fake of “host” has no verb measure: add it to systems.');
  });

  it('gives a step a copy of the state: a body cannot change what later steps see', async () => {
    const runbook = begin()
      .diagnose('list', () => ({ items: [1] }))
      .diagnose('spoil', ({ list }) => list.items.push(2))
      .diagnose('look', ({ list }) => list.items);
    const { results } = await rehearse(runbook, { params, systems: {} });
    expect(results.look).toEqual([1]);
  });
});
