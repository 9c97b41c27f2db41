import * as z from 'zod';
import { connect, readOnly } from './connect.ts';
import { seconds } from './duration.ts';
import { TerminalError } from './errors.ts';
import { plan } from './plan.ts';
import { asJson } from './result.ts';
import type { RunbookValue, Step } from './runbook.ts';
import { type Given, given } from './scope.ts';
import { everyStep } from './steps.ts';
import type { BundleCode, MachineState, StepCall, StepReply, StepWorld } from './wire.ts';

/**
 * The code of a bundle: runs one step of a runbook, or makes its plan, in the runbook's own Lambda.
 * Errors of bodies pass through unchanged; what the caller or the author did wrong is a TerminalError.
 */
export const performer = (runbook: RunbookValue): BundleCode => {
  const stepNamed = (name: string) => everyStep(runbook).find((step) => step.name === name);
  return {
    kindOf: (name) => stepNamed(name)?.kind,
    async perform(call, world) {
      const step = stepNamed(call.step);
      if (!step) throw new TerminalError(`Runbook ${runbook.name} has no step “${call.step}”.`);
      const scope = await given(runbook, call.state, world);
      if (call.do === 'plan') return plan(runbook, step.name, scope, await connect(runbook, call.state, world));
      return perform(runbook, step, scope, call, world);
    },
  };
};

const perform = async (
  runbook: RunbookValue,
  step: Step,
  scope: Given,
  call: StepCall,
  world: StepWorld,
): Promise<StepReply> => {
  if (step.kind === 'wait' || step.kind === 'approve') {
    throw new TerminalError(
      `Step “${step.name}” is a ${step.kind} step: it is the state machine's, and no code runs for it.`,
    );
  }
  if (step.kind === 'endWhen') return { value: null, holds: truth(step.predicate, scope, step.name) };

  const clients = await connect(runbook, call.state, world);
  const changes = step.kind === 'remediate' || step.kind === 'onFailure';
  const systems = changes ? clients : readOnly(runbook, clients, step.name);
  const failed = step.kind === 'onFailure' ? { error: errorOf(call.state) } : {};
  const value = asJson(await step.body({ ...scope, ...systems, ...failed } as never), step.name);

  const after = { ...scope, [step.name]: value };
  if (step.kind === 'verify') return { value, holds: truth(step.condition, after, step.name) };
  if (step.kind !== 'until') return { value };

  const before = call.state.steps?.[step.name];
  const since = before?.since ?? call.entered;
  const done = truth(step.done, after, step.name);
  const waited = world.now().getTime() - new Date(since).getTime();
  return {
    value,
    done,
    expired: !done && waited >= seconds(step.timeout) * 1000,
    since,
    polls: (before?.polls ?? 0) + 1,
  };
};

// A condition without a type may answer anything; a promise in its place would always hold.
const truth = (condition: (scope: never) => boolean, scope: Given, step: string): boolean => {
  const holds: unknown = condition(scope as never);
  if (typeof holds === 'boolean') return holds;
  throw new TerminalError(
    `The condition of “${step}” must answer true or false, and at once: it answered a ${typeof holds}.`,
  );
};

/** The error that ended the steps; Step Functions keeps a Lambda's as JSON text in its cause. */
const errorOf = ({ error }: MachineState): { name: string; message: string } => {
  const { Error: name, Cause: cause } = error ?? { Error: 'Unknown', Cause: '' };
  try {
    return { name, message: lambdaError.parse(JSON.parse(cause)).errorMessage };
  } catch {
    return { name, message: cause };
  }
};

const lambdaError = z.object({ errorMessage: z.string() });
