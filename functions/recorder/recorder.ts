import type { ApprovalRecord, ExecutionEnd, ExecutionRecord, StepEnd, StepRecord } from '../core/execution.ts';
import { type TellWorld, teller } from './tell.ts';

/** What closing an execution needs from the world. */
export interface RecorderWorld extends TellWorld {
  /** True for the one call that closed it. */
  close(execution: string, end: ExecutionEnd): Promise<boolean>;
  /** Nothing is left to be done for it. */
  settle(execution: string): Promise<void>;
  execution(execution: string): Promise<ExecutionRecord | undefined>;
  steps(execution: string): Promise<StepRecord[]>;
  endStep(end: StepEnd): Promise<void>;
  approvalsOf(execution: string): Promise<ApprovalRecord[]>;
  settleApproval(execution: string, step: string): Promise<void>;
  release(target: string, execution: string): Promise<void>;
  /** For the limit of its rule's runs at once. */
  ended(rule: string, execution: string): Promise<void>;
}

const interrupted = {
  name: 'InterruptedError',
  cause: 'The execution ended while this step ran; how far it came is not known.',
};

/**
 * All that follows from an execution's end: its lock released, its asks and steps closed, people told. Each part may be
 * repeated; what must not wait for others comes first.
 * @throws UntoldError when somebody could not be told; all else is done by then.
 */
export const finisher = (world: RecorderWorld) => {
  const tell = teller(world);
  return async (execution: ExecutionRecord): Promise<void> => {
    const { execution: name, rule, target, endedAt = world.now().toISOString() } = execution;
    if (target !== undefined) await world.release(target, name);
    if (rule !== undefined) await world.ended(rule, name);
    for (const { step } of await world.approvalsOf(name)) await world.settleApproval(name, step);
    const steps = (await world.steps(name)).map((step) =>
      step.status === 'running' ? { ...step, status: 'failed' as const, endedAt, error: interrupted } : step,
    );
    for (const { step, tries, error } of steps)
      if (error === interrupted)
        await world.endStep({ execution: name, step, tries, status: 'failed', endedAt, error });
    await tell(execution, steps);
    await world.settle(name);
  };
};

/**
 * Closes an execution that has ended. Called once for each delivery of the event that says so, and by the keeper when none
 * came; executions that this environment did not start are left alone.
 */
export const recorder = (world: RecorderWorld) => {
  const finish = finisher(world);
  return async (execution: string, end: ExecutionEnd): Promise<void> => {
    await world.close(execution, end);
    const record = await world.execution(execution);
    if (record) await finish(record);
  };
};
