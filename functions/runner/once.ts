import type { Manifest, StepCall, StepReply } from '#runbooks/sdk/wire.ts';
import { leaseSeconds } from '../core/guardrails/target-lock.ts';
import { type Live, stoppedBy } from '../core/live.ts';
import { EffectUnknownError, LockLostError, SwitchedOffError } from './errors.ts';

/** What a step that changes the world needs before and after. */
export interface OnceWorld {
  live(): Promise<Pick<Live, 'switches'>>;
  ledger: {
    extend(target: string, execution: string, fence: number, leaseSeconds: number): Promise<boolean>;
    beginStep(execution: string, step: string, visit: string): Promise<'begun' | { repeat: StepReply } | 'unknown'>;
    endStep(execution: string, step: string, visit: string, reply: StepReply): Promise<void>;
    abandonStep(execution: string, step: string, visit: string): Promise<void>;
  };
}

const usualSeconds = 60;
const slackSeconds = 300;

/** Seconds from a step to the end of its runbook, if everything takes its whole time: the lock must hold that long at least. */
export const restSeconds = ({ steps }: Manifest, from: string): number => {
  const rest = steps.slice(steps.findIndex(({ name }) => name === from));
  return rest.reduce(
    (sum, { kind, seconds = 0, timeoutSeconds = usualSeconds, retry = 0 }) =>
      sum + (kind === 'wait' ? seconds : timeoutSeconds * (1 + (kind === 'until' ? 0 : retry))),
    slackSeconds,
  );
};

const refuseIfSwitchedOff = async (world: OnceWorld, { step, state }: StepCall): Promise<void> => {
  const { rule, runbook, target } = state;
  const stop = stoppedBy((await world.live()).switches, { rule, runbook, target });
  if (!stop) return;
  const what = stop.scope.kind === 'everything' ? 'everything' : `${stop.scope.kind} ${stop.scope.name}`;
  throw new SwitchedOffError(
    `Step “${step}” was not run: ${stop.by} switched ${what} off at ${stop.at}${stop.reason ? ` (${stop.reason})` : ''}. ` +
      'Switch it on again and start a new run.',
  );
};

const refuseIfLockLost = async (world: OnceWorld, { step, state }: StepCall, lease: number): Promise<void> => {
  const { target, execution, fence } = state;
  if (target === undefined) return;
  if (fence !== undefined && (await world.ledger.extend(target, execution, fence, lease))) return;
  throw new LockLostError(
    `Step “${step}” was not run: this execution does not hold the lock on ${target} any more, so another may be at work ` +
      'on it. See what was done to it, then start a new run.',
  );
};

/**
 * Runs a step that changes the world at most once in its execution. A repeat of the call is answered with the reply that was
 * kept; one that cannot know how the first ended is refused.
 * @throws SwitchedOffError, LockLostError before anything was done; EffectUnknownError
 */
export const once = async (
  world: OnceWorld,
  call: StepCall,
  kind: string,
  manifest: Manifest,
  perform: () => Promise<StepReply>,
): Promise<StepReply> => {
  // A failure step must also run after the lock was lost or a switch was set: often that is what it is there to tell.
  if (kind === 'remediate') {
    await refuseIfSwitchedOff(world, call);
    await refuseIfLockLost(world, call, Math.max(leaseSeconds, restSeconds(manifest, call.step)));
  }
  const visit = [call.state.execution, call.step, call.entered] as const;
  const begun = await world.ledger.beginStep(...visit);
  if (begun === 'unknown') {
    throw new EffectUnknownError(
      `Step “${call.step}” was begun before and never told its end, so it may have had its effect. It is not run again: ` +
        `look at ${call.state.target ?? 'what it works on'}, then start a new run.`,
    );
  }
  if (begun !== 'begun') return begun.repeat;
  try {
    const reply = await perform();
    await world.ledger.endStep(...visit, reply);
    return reply;
  } catch (error) {
    // Its author promises that repeating is safe.
    if ((error as Error)?.name === 'RetryableError') await world.ledger.abandonStep(...visit);
    throw error;
  }
};
