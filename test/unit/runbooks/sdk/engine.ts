import { StateMachine } from 'aws-local-stepfunctions';
import { vi } from 'vitest';
import type { Machine } from '#runbooks/sdk/asl/state.ts';
import { asl } from '#runbooks/sdk/asl.ts';
import { seconds } from '#runbooks/sdk/duration.ts';
import type { Answer } from '#runbooks/sdk/kit/people.ts';
import { performer } from '#runbooks/sdk/perform.ts';
import type { RunbookValue } from '#runbooks/sdk/runbook.ts';
import {
  type ApprovalCall,
  type ExecutionOutput,
  machinePlaceholders,
  type RunMode,
  type StepCall,
} from '#runbooks/sdk/wire.ts';

/** The machine as it is published: with ARNs in place of its placeholders. */
export const published = (machine: Machine): Machine =>
  JSON.parse(
    JSON.stringify(machine)
      .replaceAll(machinePlaceholders.runner, 'arn:aws:lambda:eu-west-1:123456789012:function:runner')
      .replaceAll(machinePlaceholders.approvals, 'arn:aws:lambda:eu-west-1:123456789012:function:approvals'),
  );

/** How a run in the engine ended. */
export interface EngineRun {
  output?: ExecutionOutput;
  error?: { name: string; message: string };
  seconds: number;
}

/** Runs a runbook's emitted machine in aws-local-stepfunctions, on vitest's fake timers, with the given fakes as its systems. */
export const runInEngine = async (
  runbook: RunbookValue,
  given: { params: object; systems: Record<string, object>; mode?: RunMode; answers?: Answer[] },
): Promise<EngineRun> => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
  try {
    const machine = published(asl(runbook));
    // Full jitter would make the time a matter of luck.
    for (const state of Object.values(machine.States)) {
      for (const retrier of (state.Retry ?? []) as { JitterStrategy?: string }[]) delete retrier.JitterStrategy;
    }
    const fakes = Object.entries(runbook.systems).map(([name, system]) => [
      name,
      { ...system, secret: undefined, connect: () => given.systems[name] ?? {} },
    ]);
    const code = performer({ ...runbook, systems: Object.fromEntries(fakes) });
    const step = (call: StepCall) =>
      code.perform(call, {
        secret: async () => ({}),
        fetch: async () => null,
        signal: new AbortController().signal,
        idempotencyKey: 'test',
        now: () => new Date(),
      });
    const answers = [...(given.answers ?? [])];
    const task = (input: StepCall | { Payload: ApprovalCall }) =>
      'Payload' in input ? people(answers, input.Payload) : step(input);
    const handlers = Object.fromEntries(Object.keys(machine.States).map((name) => [name, task]));
    const run = new StateMachine(machine as never, { validationOptions: { noValidate: true } }).run(
      {
        execution: 'e',
        runbook: runbook.name,
        digest: 'd',
        mode: given.mode ?? 'auto',
        params: given.params,
        cause: { person: 'test' },
      } as never,
      { overrides: { taskResourceLocalHandlers: handlers as never }, context: contextObject as never },
    );
    const started = Date.now();
    const ended = run.result.then(
      (output) => ({ output: output as unknown as ExecutionOutput }),
      ({ cause }: { cause: Error }) => ({ error: { name: cause.name, message: cause.message } }),
    );
    let over = false;
    void ended.finally(() => {
      over = true;
    });
    for (let turn = 0; turn < 1000 && !over; turn++) await vi.advanceTimersToNextTimerAsync();
    return { ...(await ended), seconds: (Date.now() - started) / 1000 };
  } finally {
    vi.useRealTimers();
  }
};

const contextObject = {
  State: {
    get EnteredTime() {
      return new Date().toISOString();
    },
    RetryCount: 0,
  },
  Task: { Token: 'token' },
};

const people = (answers: Answer[], { quorum }: ApprovalCall) =>
  new Promise((resolve) => {
    const by: string[] = [];
    let passed = 0;
    const next = () => {
      const answer = answers.shift();
      // Nobody answers: the task's own timeout ends it.
      if (!answer) return;
      const at = answer.after ? seconds(answer.after) : 0;
      setTimeout(
        () => {
          passed = at;
          by.push(answer.by);
          if (answer.approved === false)
            resolve({ approved: false, by: [answer.by], ...(answer.reason && { reason: answer.reason }) });
          else if (by.length >= quorum) resolve({ approved: true, by });
          else next();
        },
        (at - passed) * 1000,
      );
    };
    next();
  });
