import { TerminalError } from '#runbooks/sdk/errors.ts';
import type { Json, Plan, Pointer, StepCall, StepReply, StepWorld } from '#runbooks/sdk/wire.ts';
import type { StepBegin, StepEnd } from '../core/execution.ts';
import { stepConsole } from './console.ts';
import { limited } from './limit.ts';
import type { Loaded } from './load.ts';
import { type OnceWorld, once } from './once.ts';
import { type Redactor, redactor } from './redact.ts';

/** What the runner needs from the world. */
export interface RunnerWorld extends OnceWorld {
  /** A bundle of this runner's runbook, verified. */
  load(digest: string): Promise<Loaded>;
  secret(system: string): Promise<unknown>;
  history: {
    beginStep(begin: StepBegin): Promise<number>;
    endStep(end: StepEnd): Promise<void>;
  };
  keep(value: Json): Promise<Pointer>;
  fetch(pointer: Pointer): Promise<Json>;
  now(): Date;
}

/** One attempt has this long where its step says nothing, as its state in the machine has; a poll and a plan always have. */
const attemptSeconds = 60;
const inlineBytes = 32 * 1024;
/** A machine's state holds 256 KB; errors, outcome and the glue between steps need some of it. */
const stateBytes = 192 * 1024;
const messageCharacters = 8_000;

/** What the record of a step shows of its reply. */
const shownOf = (reply: StepReply | Plan): Pick<StepEnd, 'value' | 'holds'> =>
  'value' in reply
    ? { value: reply.value, holds: reply.holds ?? reply.done }
    : { value: reply as unknown as Record<string, Json> };

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Puts a value that the machine's state has no room for into the bucket. */
const fitted = async (world: RunnerWorld, call: StepCall, reply: StepReply): Promise<StepReply> => {
  const room = Math.min(inlineBytes, stateBytes - bytesOf(call.state));
  return bytesOf(reply.value) <= room ? reply : { ...reply, value: await world.keep(reply.value as Json) };
};

/** An error as people and Step Functions may see it: its name as it was, its texts without secrets. */
const readable = (error: unknown, { redact }: Redactor): Error => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const shown = new Error(redact(message || name).slice(0, messageCharacters));
  shown.name = name;
  shown.stack = stack && redact(stack);
  return shown;
};

/**
 * One attempt at one step, or at making the plan: loads the code that the execution is pinned to, keeps its record, and sees
 * to it that what changes the world is done at most once, only under the lock, and not when a switch is set.
 * @param runbook the one that this runner may run.
 * @throws what the step threw, by its own name; TerminalError, StepTimeoutError, and those of `once`.
 */
export const runner =
  (world: RunnerWorld, runbook: string) =>
  async (call: StepCall, remainingMs: number): Promise<StepReply | Plan> => {
    const { execution, digest } = call.state;
    if (call.state.runbook !== runbook)
      throw new TerminalError(`This runner runs ${runbook} only, and was called for ${call.state.runbook}.`);
    const { code, manifest } = await world.load(digest);
    const kind = call.do === 'plan' ? 'plan' : (code.kindOf(call.step) ?? 'unknown');
    const step = kind === 'plan' ? `${call.step} (plan)` : call.step;
    const tries = await world.history.beginStep({ execution, step, kind, at: world.now().toISOString() });

    const secrets = redactor();
    const console = stepConsole(secrets.redact);
    const secret = async (system: string): Promise<unknown> => {
      if (!manifest.systems.some((declared) => declared.name === system && declared.secret))
        throw new TerminalError(`Runbook ${runbook} asked for the secret of “${system}”, which it does not declare.`);
      const value = await world.secret(system);
      secrets.learn(value);
      return value;
    };
    const perform = <T>(): Promise<T> => {
      const own = manifest.steps.find(({ name }) => name === call.step)?.timeoutSeconds ?? attemptSeconds;
      const seconds = kind === 'until' || kind === 'plan' ? attemptSeconds : own;
      return limited(step, Math.min(seconds * 1000, remainingMs), (signal) => {
        const idempotencyKey = `${execution}:${call.step}`;
        const given: StepWorld = { secret, fetch: world.fetch, signal, idempotencyKey, now: world.now };
        return console.run(() => code.perform(call, given) as Promise<T>);
      });
    };
    const end = (result: Pick<StepEnd, 'status' | 'value' | 'holds' | 'error'>): Promise<void> =>
      world.history.endStep({
        execution,
        step,
        tries,
        endedAt: world.now().toISOString(),
        console: console.text(),
        ...result,
      });

    const attempt = async (): Promise<StepReply | Plan> => {
      // People read a plan, and nothing else does.
      if (kind === 'plan') return secrets.redactIn(await perform<Plan>());
      const kept = async () => fitted(world, call, await perform<StepReply>());
      return kind === 'remediate' || kind === 'onFailure' ? once(world, call, kind, manifest, kept) : kept();
    };

    const reply = await attempt().catch(async (error: unknown) => {
      const shown = readable(error, secrets);
      // The step's own error matters more than one in keeping it; the recorder closes what is left open.
      await end({ status: 'failed', error: { name: shown.name, cause: shown.message } }).catch(() => undefined);
      throw shown;
    });
    const { value, holds } = shownOf(reply);
    await end({ status: 'succeeded', value: secrets.redactIn(value), holds });
    return reply;
  };
