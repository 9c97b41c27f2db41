import { beforeEach, describe, expect, it } from 'vitest';
import { tapConsole } from '#functions/runner/console.ts';
import { runner } from '#functions/runner/runner.ts';
import type { Duration } from '#runbooks/sdk/duration.ts';
import { RetryableError } from '#runbooks/sdk/errors.ts';
import type { Plan, Pointer, StepReply } from '#runbooks/sdk/wire.ts';
import { everyKill, KilledError } from '#test/contract/fakes/crash.ts';
import { aRunnerWorld, type Host, now } from './world.ts';

const plenty = 900_000;
tapConsole(console);

describe('the runner', () => {
  let host: Host;
  let made: Awaited<ReturnType<typeof aRunnerWorld>>;
  beforeEach(async () => {
    host = { effects: 0, act: () => ({ used: 91 }) };
    made = await aRunnerWorld(host);
  });
  const run = (...call: Parameters<typeof made.call>) => runner(made.world, 'tidy')(made.call(...call), plenty);
  const stepOf = async (name: string) => (await made.history.steps('x')).find(({ step }) => step === name);

  it('answers with the step’s value and keeps its record', async () => {
    expect(await run('measure')).toEqual({ value: { used: 91 } });
    expect(await stepOf('measure')).toMatchObject({
      kind: 'diagnose',
      status: 'succeeded',
      tries: 1,
      value: { used: 91 },
      endedAt: now().toISOString(),
    });
  });

  it('records whether a verify step holds', async () => {
    expect(await run('recovered')).toEqual({ value: { used: 91 }, holds: true });
    expect(await stepOf('recovered')).toMatchObject({ kind: 'verify', holds: true });
  });

  it('makes the plan, and records it as a step of its own', async () => {
    const plan = (await run('prune', { do: 'plan' })) as Plan;
    expect(plan.steps.map(({ step, calls }) => [step, calls.map(({ verb }) => verb)])).toContainEqual([
      'prune',
      ['change'],
    ]);
    expect(host.effects).toBe(0);
    expect(await stepOf('prune (plan)')).toMatchObject({ kind: 'plan', status: 'succeeded', value: plan });
  });

  it('runs no runbook but its own', async () => {
    await expect(runner(made.world, 'other')(made.call('measure'), plenty)).rejects.toMatchObject({
      name: 'TerminalError',
      message: 'This runner runs other only, and was called for tidy.',
    });
  });

  describe('a result', () => {
    it('of 300 KB goes to the bucket and travels as a pointer', async () => {
      const large = { log: 'x'.repeat(300 * 1024) };
      host.act = () => large;
      const { value } = (await run('measure')) as { value: Pointer };
      expect(value.$pointer).toMatchObject({ bytes: JSON.stringify(large).length });
      expect(await made.bucket.fetch(value)).toEqual(large);
      expect((await stepOf('measure'))?.value).toEqual(value);
    });

    it('goes to the bucket, too, when the state has no more room for it', async () => {
      host.act = () => 'x'.repeat(20 * 1024);
      const call = made.call('measure');
      call.state.steps = { before: { value: 'y'.repeat(180 * 1024) } };
      expect(await runner(made.world, 'tidy')(call, plenty)).toMatchObject({ value: { $pointer: {} } });
    });

    it('that is no JSON is refused with the place', async () => {
      host.act = () => ({ disks: [{ since: new Date(0) }] });
      await expect(run('measure')).rejects.toMatchObject({
        name: 'TerminalError',
        message:
          'The result of “measure” cannot be kept: measure.disks.0.since is a Date. Return plain JSON values only.',
      });
    });
  });

  describe('an error of a step', () => {
    it('keeps its name and message, in the record and for the machine', async () => {
      host.act = () => {
        throw new RangeError('no such disk');
      };
      await expect(run('measure')).rejects.toMatchObject({ name: 'RangeError', message: 'no such disk' });
      expect(await stepOf('measure')).toMatchObject({
        status: 'failed',
        error: { name: 'RangeError', cause: 'no such disk' },
      });
    });

    it('that is no Error is told all the same', async () => {
      host.act = () => {
        throw 'just text';
      };
      await expect(run('measure')).rejects.toMatchObject({ name: 'Error', message: 'just text' });
    });

    it('never shows a secret', async () => {
      host.act = () => {
        throw new Error(`401 for robot with tok-4711-secret and ${btoa('tok-4711-secret')}`);
      };
      const error = await run('measure').catch((caught: Error) => caught);
      expect((error as Error).message).toBe('401 for robot with *** and ***');
      expect((error as Error).stack).not.toContain('tok-4711-secret');
      expect(JSON.stringify(await made.history.steps('x'))).not.toContain('tok-4711-secret');
    });
  });

  it('keeps no secret in the record of a result, which the machine gets as it is', async () => {
    host.act = () => ({ header: 'Bearer tok-4711-secret', count: 1 });
    expect(await run('measure')).toEqual({ value: { header: 'Bearer tok-4711-secret', count: 1 } });
    expect((await stepOf('measure'))?.value).toEqual({ header: 'Bearer ***', count: 1 });
  });

  it('keeps what the step wrote to its console, without secrets', async () => {
    host.act = () => console.warn('used %d, with %s', 91, 'tok-4711-secret');
    await run('measure');
    expect((await stepOf('measure'))?.console).toBe('used 91, with ***\n');
  });

  it('gives no secret that the runbook does not declare', async () => {
    made.world.load = async () => ({
      code: {
        kindOf: () => 'diagnose',
        perform: async (_, { secret }) => ({ value: (await secret('vault')) as null }),
      },
      manifest: {
        runbook: 'tidy',
        summary: '',
        owner: '',
        params: {},
        target: null,
        systems: [],
        steps: [],
        prose: '',
      },
    });
    await expect(run('measure')).rejects.toMatchObject({
      name: 'TerminalError',
      message: 'Runbook tidy asked for the secret of “vault”, which it does not declare.',
    });
  });

  describe('a step that takes too long', () => {
    const slow = (act: Host['act'], timeout: Duration) => {
      host.act = act;
      return aRunnerWorld(host, timeout);
    };

    it('is told by its signal, and ends with a StepTimeoutError', async () => {
      made = await slow(
        (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        '1s',
      );
      await expect(runner(made.world, 'tidy')(made.call('prune'), 100)).rejects.toMatchObject({
        name: 'StepTimeoutError',
        message:
          'Step “prune” did not end within 0.1 s. Give it a longer timeout, or pass its signal to what it waits for.',
      });
    });

    it('is given up when it ignores its signal', async () => {
      made = await slow(() => new Promise(() => {}), '1s');
      await expect(runner(made.world, 'tidy')(made.call('prune'), 100)).rejects.toMatchObject({
        name: 'StepTimeoutError',
        message:
          'Step “prune” did not end within 0.1 s and ignored its signal. ' +
          'Give it a longer timeout, or pass its signal to what it waits for.',
      });
      expect(await stepOf('prune')).toMatchObject({ status: 'failed', error: { name: 'StepTimeoutError' } });
    });
  });

  describe('a step that changes the world', () => {
    it('prolongs the lease of its lock until the runbook’s end', async () => {
      const leases: number[] = [];
      const { extend } = made.ledger;
      made.ledger.extend = (target, execution, fence, seconds) => {
        leases.push(seconds);
        return extend(target, execution, fence, seconds);
      };
      await run('prune');
      // prune 10 min, three times; settle 1 min; recovered 1 min, three times; undo 1 min; and 5 min to spare.
      expect(leases).toEqual([1800 + 60 + 180 + 60 + 300]);
    });

    it('is not run when the lock has passed to another', async () => {
      await made.ledger.release('node:n1', 'x');
      await made.ledger.lock('node:n1', 'another', 900);
      await expect(run('prune')).rejects.toMatchObject({
        name: 'LockLostError',
        message:
          'Step “prune” was not run: this execution does not hold the lock on node:n1 any more, so another may be at ' +
          'work on it. See what was done to it, then start a new run.',
      });
      expect(host.effects).toBe(0);
    });

    it('is not run when a switch is off, and says who set it', async () => {
      await made.rules.setSwitch({
        scope: { kind: 'rule', name: 'disk' },
        off: true,
        by: 'ann',
        at: '2026-11-20T11:00:00.000Z',
        reason: 'too eager',
      });
      await expect(run('prune')).rejects.toMatchObject({
        name: 'SwitchedOffError',
        message:
          'Step “prune” was not run: ann switched rule disk off at 2026-11-20T11:00:00.000Z (too eager). ' +
          'Switch it on again and start a new run.',
      });
      expect(host.effects).toBe(0);
      expect(await run('measure')).toEqual({ value: { used: 91 } });
      expect(await run('undo')).toEqual({ value: { used: 91 } });
    });

    it('is answered, not run, when its call is repeated', async () => {
      expect(await run('prune')).toEqual({ value: { used: 91 } });
      host.act = () => 'a second time';
      expect(await run('prune')).toEqual({ value: { used: 91 } });
      expect(host.effects).toBe(1);
    });

    it('is run again after a RetryableError, and after no other', async () => {
      host.act = () => {
        throw new RetryableError('busy');
      };
      await expect(run('prune')).rejects.toMatchObject({ name: 'RetryableError' });
      host.act = () => {
        throw new TypeError('broken');
      };
      await expect(run('prune')).rejects.toMatchObject({ name: 'TypeError' });
      await expect(run('prune')).rejects.toMatchObject({
        name: 'EffectUnknownError',
        message:
          'Step “prune” was begun before and never told its end, so it may have had its effect. It is not run again: ' +
          'look at node:n1, then start a new run.',
      });
      expect(host.effects).toBe(2);
    });

    it.each(['prune', 'undo'])('has its effect once wherever the runner is killed: %s', async (step) => {
      const points = await everyKill(async (kill, point) => {
        host = { effects: 0, act: () => 'pruned' };
        made = await aRunnerWorld(host);
        const first = await runner(kill(made.world), 'tidy')(made.call(step), plenty).catch((error: Error) => error);
        const again = await run(step).catch((error: Error) => error);
        if (again instanceof Error) {
          // Not known to have ended: at most one effect, and it says so instead of having another.
          expect(again.name, point).toBe('EffectUnknownError');
          expect(host.effects, point).toBeLessThanOrEqual(1);
        } else {
          expect(again as StepReply, point).toEqual({ value: 'pruned' });
          expect(host.effects, point).toBe(1);
        }
        const wasKilled = first instanceof Error;
        if (wasKilled) expect((first as Error).name, point).toBe(new KilledError().name);
      });
      expect(points).toBeGreaterThan(10);
    });
  });
});
