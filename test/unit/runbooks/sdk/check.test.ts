import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { check } from '#runbooks/sdk/check.ts';
import { type RunbookValue, runbook, type Step } from '#runbooks/sdk/runbook.ts';
import { begin, everyKind, host } from './disk.ts';

const body = () => 1;
const withSteps = (...steps: unknown[]): RunbookValue => ({ ...begin(), steps: steps as Step[] });
const told = (value: RunbookValue) => check(value).map(({ place, problem }) => `${place}: ${problem}`);

describe('check', () => {
  it('finds nothing wrong with a runbook that has a step of every kind', () => expect(check(everyKind())).toEqual([]));

  it('tells all problems at once, each with its cure', () => {
    const value = runbook('Clear Disk', {
      summary: ' ',
      owner: '',
      params: z.object({ since: z.date() }),
      systems: { host: { ...host, permissions: [{ actions: ['ssm:SendCommand'], resources: ['*'] }] } },
    })
      .remediate('prune', body, { timeout: '20m', retry: 1.5 })
      .wait('set/tle', '0s')
      .until('is quiet', body, () => true, { every: '1s', timeout: '1h' });
    expect(told(value)).toEqual([
      'name: “Clear Disk” cannot name a state machine',
      'summary: it is empty',
      'owner: it is empty',
      'target: step “prune” changes something, and nothing says what',
      'params: they have no JSON Schema: Date cannot be represented in JSON Schema',
      'system “bolt”: it wants ssm:SendCommand on every resource and gives no reason',
      'step “set/tle”: its name cannot be used',
      'step “prune”: its timeout of 20m is longer than the 15m that a Lambda may run',
      'step “prune”: it cannot be tried again 1.5 times',
      expect.stringContaining('step “set/tle”: time: “0s” is not a duration'),
      'step “is quiet”: it may look 3600 times, more than the history of an execution holds',
    ]);
    expect(check(value).every(({ cure }) => cure.length > 0)).toBe(true);
  });

  it('wants steps, and not only waits', () => {
    expect(told(begin())).toEqual(['steps: there are none']);
    expect(told(begin().wait('a', '1m').wait('b', '1m'))).toEqual(['steps: they only wait']);
  });

  it('wants a target that is a plain template', () => {
    const value = { ...everyKind(), target: ({ instance }: { instance: string }) => instance.toUpperCase() };
    expect(told(value)).toEqual(['target: it is no plain template: it does more than put parameters into a text']);
  });

  it.each(['', 'x'.repeat(51), 'a.b', "it's", '__proto__', 'constructor', '1st', '(end)'])(
    'refuses the step name “%s”',
    (name) => {
      expect(check(withSteps({ kind: 'diagnose', name, body }))).not.toEqual([]);
    },
  );

  it.each(['measure', 'host', 'params', 'alert', 'error'])('refuses the step name “%s”, which is taken', (name) => {
    const steps = [
      { kind: 'diagnose', name: 'measure', body },
      { kind: 'diagnose', name, body },
    ];
    expect(told(withSteps(...steps))).toEqual([`step “${name}”: its name is taken`]);
  });

  it.each([
    [{ kind: 'until', every: '10m', timeout: '5m' }, 'it gives up after 5m and looks every 10m'],
    [{ kind: 'until', every: 'often', timeout: '5m' }, 'every: “often” is not a duration'],
    [{ kind: 'approve', quorum: 0 }, '0 people cannot approve'],
    [{ kind: 'approve', expires: 'never' }, 'expires: “never” is not a duration'],
    [{ kind: 'verify', timeout: '5' }, 'timeout: “5” is not a duration'],
    [{ kind: 'diagnose', retry: -1 }, 'it cannot be tried again -1 times'],
  ])('refuses %j', (step, problem) => {
    expect(told(withSteps({ name: 'it', body, ...step }))).toEqual([expect.stringContaining(`step “it”: ${problem}`)]);
  });
});
