import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { RetryableError } from '#runbooks/sdk/errors.ts';
import { performer } from '#runbooks/sdk/perform.ts';
import type { RunbookValue } from '#runbooks/sdk/runbook.ts';
import type { AnySystem, System, Wiring } from '#runbooks/sdk/system.ts';
import type { MachineState, Pointer, StepCall, StepReply, StepWorld } from '#runbooks/sdk/wire.ts';
import { begin, everyKind, host } from './disk.ts';

const state: MachineState = {
  execution: 'e-1',
  runbook: 'clear-disk',
  digest: 'd',
  mode: 'auto',
  params: { instance: 'i-1' },
  cause: { person: 'ann' },
  steps: {},
};

const world = (more: Partial<StepWorld> = {}): StepWorld => ({
  secret: async () => ({ token: 'hush' }),
  fetch: async () => {
    throw new Error('nothing to fetch');
  },
  signal: new AbortController().signal,
  idempotencyKey: 'e-1/step',
  now: () => new Date('2026-01-01T00:00:00Z'),
  ...more,
});

/** Performs a step with a client in place of every system. */
const perform = (
  runbook: RunbookValue,
  step: string,
  { client = {}, call, ...more }: { client?: object; call?: Partial<StepCall> } & Partial<StepWorld> = {},
) => {
  const faked = Object.entries(runbook.systems).map(([name, system]) => [name, { ...system, connect: () => client }]);
  const code = performer({ ...runbook, systems: Object.fromEntries(faked) as Record<string, AnySystem> });
  return code.perform(
    { do: 'step', step, state, entered: '2026-01-01T00:00:00Z', retry: 0, ...call },
    world(more),
  ) as Promise<StepReply>;
};

describe('a step', () => {
  it('answers with its result, which nothing is null', async () => {
    const runbook = begin()
      .diagnose('one', () => ({ at: [1, { deep: true }], gone: undefined }))
      .diagnose('two', () => undefined);
    expect(await perform(runbook, 'one')).toEqual({ value: { at: [1, { deep: true }] } });
    expect(await perform(runbook, 'two')).toEqual({ value: null });
  });

  it('sees parameters with their defaults, the alert, and the results before it', async () => {
    const runbook = begin()
      .diagnose('measure', ({ host }) => host.measure('/'))
      .diagnose('look', ({ params, alert, measure }) => ({ params, alert: alert?.name, measure }));
    const alert = { name: 'DiskFull' } as MachineState['alert'];
    const steps = { measure: { value: { usedPercent: 90 } } };
    expect(await perform(runbook, 'look', { call: { state: { ...state, alert, steps } } })).toEqual({
      value: { params: { instance: 'i-1', limit: 80 }, alert: 'DiskFull', measure: { usedPercent: 90 } },
    });
  });

  it('sees what is behind pointers', async () => {
    const behind = { p: { instance: 'i-2' }, a: { name: 'Behind' }, r: { usedPercent: 7 } };
    const pointer = (key: string) => ({ $pointer: { key, bytes: 1, sha256: '' } });
    const runbook = begin()
      .diagnose('measure', ({ host }) => host.measure('/'))
      .diagnose('look', ({ params, alert, measure }) => [params.instance, alert!.name, measure.usedPercent]);
    const reply = await perform(runbook, 'look', {
      call: {
        state: { ...state, params: pointer('p'), alert: pointer('a'), steps: { measure: { value: pointer('r') } } },
      },
      fetch: async ({ $pointer }: Pointer) => behind[$pointer.key as keyof typeof behind],
    });
    expect(reply.value).toEqual(['i-2', 'Behind', 7]);
  });

  it.each([
    [new Date(0), 'one is a Date'],
    [{ list: [() => 1] }, 'one.list.0 is a function'],
    [{ big: 1n }, 'one.big is a bigint'],
    [new Map(), 'one is a Map'],
    [Number.NaN, 'one is NaN'],
    [{ $pointer: { key: 'somebody else’s' } }, 'one is an object with only a $pointer'],
  ])('refuses the result %o', async (result, where) => {
    const runbook = begin().diagnose('one', () => result);
    await expect(perform(runbook, 'one')).rejects.toMatchObject({
      name: 'TerminalError',
      message: `The result of “one” cannot be kept: ${where}. Return plain JSON values only.`,
    });
  });

  it('refuses a result that holds itself', async () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    await expect(
      perform(
        begin().diagnose('one', () => ring),
        'one',
      ),
    ).rejects.toThrow('one.self holds itself');
  });

  it('lets the errors of its body through unchanged', async () => {
    const busy = new RetryableError('busy');
    const runbook = begin().diagnose('one', () => {
      throw busy;
    });
    await expect(perform(runbook, 'one')).rejects.toBe(busy);
  });

  it('names every parameter that is wrong', async () => {
    const call = { state: { ...state, params: { instance: 5, limit: 'x' } } };
    await expect(perform(everyKind(), 'measure', { call })).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringMatching(/^The parameters do not fit runbook clear-disk: instance: .*; limit: .*\.$/),
    });
  });

  it('may only read unless it is a remediate or onFailure step', async () => {
    const client = { measure: async () => 1, prune: async () => 2 };
    const prune = ({ host }: { host: { prune(path: string): Promise<unknown> } }) => host.prune('/');
    const runbook = begin()
      .diagnose('look', prune as never)
      .remediate('prune', prune)
      .onFailure('undo', prune);
    await expect(perform(runbook, 'look', { client })).rejects.toThrow(
      'Step “look” may only read, and bolt.prune may change something: use a remediate step for it.',
    );
    expect(await perform(runbook, 'prune', { client })).toEqual({ value: 2 });
    expect(await perform(runbook, 'undo', { client })).toEqual({ value: 2 });
  });

  it('is refused when the runbook has none of that name, or the machine does it', async () => {
    await expect(perform(everyKind(), 'nope')).rejects.toThrow('Runbook clear-disk has no step “nope”.');
    await expect(perform(everyKind(), 'settle')).rejects.toThrow('“settle” is a wait step');
    expect(performer(everyKind()).kindOf('prune')).toBe('remediate');
    expect(performer(everyKind()).kindOf('tidy up')).toBe('onFailure');
    expect(performer(everyKind()).kindOf('nope')).toBeUndefined();
  });
});

describe('a condition', () => {
  it('tells whether a verify step held, and whether the run ends', async () => {
    const measured = (usedPercent: number) => ({ state: { ...state, steps: { measure: { value: { usedPercent } } } } });
    const client = { measure: async () => ({ usedPercent: 90 }) };
    expect(await perform(everyKind(), 'recovered', { client })).toEqual({ value: { usedPercent: 90 }, holds: false });
    expect(await perform(everyKind(), 'false positive', { call: measured(20) })).toEqual({ value: null, holds: true });
    expect(await perform(everyKind(), 'false positive', { call: measured(90) })).toEqual({ value: null, holds: false });
  });

  it('must answer true or false, and at once', async () => {
    const runbook = begin().endWhen('quiet', (async () => false) as never);
    await expect(perform(runbook, 'quiet')).rejects.toThrow(
      'The condition of “quiet” must answer true or false, and at once',
    );
  });
});

describe('an until step', () => {
  const poll = (usedPercent: number, before: StepReply | undefined, at: string) =>
    perform(everyKind(), 'is quiet', {
      client: { measure: async () => ({ usedPercent }) },
      call: { entered: at, state: { ...state, steps: before ? { 'is quiet': before } : {} } },
      now: () => new Date(at),
    });

  it('counts its polls from the first, and expires when its timeout has passed', async () => {
    const first = await poll(5, undefined, '2026-01-01T00:00:00Z');
    expect(first).toEqual({
      value: { usedPercent: 5 },
      done: false,
      expired: false,
      since: '2026-01-01T00:00:00Z',
      polls: 1,
    });
    const second = await poll(5, first, '2026-01-01T00:00:29Z');
    expect(second).toMatchObject({ done: false, expired: false, since: '2026-01-01T00:00:00Z', polls: 2 });
    expect(await poll(5, second, '2026-01-01T00:00:30Z')).toMatchObject({ done: false, expired: true, polls: 3 });
    expect(await poll(0, second, '2026-01-01T00:00:30Z')).toMatchObject({ done: true, expired: false, polls: 3 });
  });
});

describe('an onFailure step', () => {
  const runbook = begin()
    .diagnose('measure', ({ host }) => host.measure('/'))
    .onFailure('tell', ({ error, measure }) => ({ ...error, measured: measure !== undefined }));

  it.each([
    [
      'as Step Functions keeps it',
      JSON.stringify({ errorType: 'TypeError', errorMessage: 'x is undefined', trace: [] }),
      'x is undefined',
    ],
    ['as plain text', 'x is undefined', 'x is undefined'],
    ['as JSON of another form', '"text"', '"text"'],
  ])('sees the error, with its cause %s', async (_form, Cause, message) => {
    const call = { state: { ...state, error: { Error: 'TypeError', Cause } } };
    expect(await perform(runbook, 'tell', { call })).toEqual({
      value: { name: 'TypeError', message, measured: false },
    });
  });
});

describe('a system', () => {
  const wired: Wiring<unknown>[] = [];
  const system: System<{ ask(): Promise<string> }, { url: string; token: string }> = {
    name: 'jenkins',
    secret: z.object({ url: z.url(), token: z.string().min(8) }),
    permissions: [],
    reads: ['ask'],
    connect: (wiring) => {
      wired.push(wiring);
      return { ask: async () => wiring.secret.url };
    },
  };
  const runbook = { ...begin().diagnose('ask', () => 1), systems: { ci: system } };
  const ask = (secret: unknown) =>
    performer(runbook).perform(
      { do: 'step', step: 'ask', state: { ...state, target: 'ec2:i-1', fence: 4 }, entered: '', retry: 0 },
      world({ secret: async () => secret }),
    );

  it('is connected with its secret, the target and its fence, a key and a signal', async () => {
    await ask({ url: 'https://ci.example.com', token: '12345678', more: 'left out' });
    expect(wired).toEqual([
      {
        secret: { url: 'https://ci.example.com', token: '12345678' },
        target: 'ec2:i-1',
        fence: 4,
        idempotencyKey: 'e-1/step',
        signal: expect.any(AbortSignal),
      },
    ]);
  });

  it('says what its secret lacks and never what it holds', async () => {
    const error = await ask({ url: 'sesame', token: 'hush' }).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'TerminalError' });
    const { message } = error as Error;
    expect(message).toMatch(/^The secret of system “jenkins” is not as it should be: url: .*; token: .*\.$/);
    expect(message).not.toMatch(/sesame|hush/);
  });

  it('without a secret is connected without asking for one', async () => {
    const secretless = { ...runbook, systems: { host: { ...host, secret: undefined, connect: () => ({}) } } };
    const reply = await performer(secretless).perform(
      { do: 'step', step: 'ask', state, entered: '', retry: 0 },
      world({ secret: () => Promise.reject(new Error('asked')) }),
    );
    expect(reply).toEqual({ value: 1 });
  });
});
