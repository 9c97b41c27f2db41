import type { z } from 'zod';
import { duration } from './duration.ts';
import { type Fake, withFakes } from './kit/fakes.ts';
import { type Answer, people } from './kit/people.ts';
import { walk } from './kit/walk.ts';
import { performer } from './perform.ts';
import type { RunbookValue, Step } from './runbook.ts';
import { retries } from './steps.ts';
import type { AnySystem, ClientOf } from './system.ts';
import type { AlertView, Json, MachineState, Outcome, Plan, RunMode, StepCall, StepReply } from './wire.ts';

/** What a rehearsal is given. */
export interface Rehearsal<Params extends z.ZodObject, Systems extends Record<string, AnySystem>> {
  params: z.input<Params>;
  /** By the name that steps see; only the verbs that the run comes to. */
  systems: { [Name in keyof Systems]?: Fake<ClientOf<Systems[Name]>> };
  alert?: AlertView;
  /** `auto` unless said. */
  mode?: RunMode;
  /** What people answer when they are asked, in order; nothing more means that the ask expires. */
  answers?: readonly Answer[];
}

/** How a rehearsal went. */
export interface Rehearsed {
  /** Absent when the run failed. */
  outcome?: Outcome;
  error?: { name: string; message: string };
  /** A line for whatever happened, with the time since the start: `1m recovered: yes`. */
  story: string[];
  /** All calls that reached a fake system. */
  calls: { step: string; system: string; verb: string; args: unknown[] }[];
  /** Results by step. */
  results: Record<string, Json>;
  plan?: Plan;
  /** Virtual time from start to end. */
  seconds: number;
}

/**
 * Runs a runbook in memory, with fake systems, virtual time and scripted answers, as its state machine would run it.
 * For an author's tests: a run of hours takes milliseconds.
 */
export const rehearse = async <Params extends z.ZodObject, Systems extends Record<string, AnySystem>>(
  runbook: RunbookValue & { params: Params; systems: Systems },
  { params, systems, alert, mode = 'auto', answers = [] }: Rehearsal<Params, Systems>,
): Promise<Rehearsed> => {
  const story: string[] = [];
  const calls: Rehearsed['calls'] = [];
  let passed = 0;
  let current = '';
  const now = () => new Date(passed * 1000);
  const pass = (seconds: number) => {
    passed += seconds;
  };
  const tell = (line: string) => {
    story.push(`${duration(passed)} ${line}`);
  };

  const code = performer(
    withFakes(runbook, systems, (system, verb, args) => calls.push({ step: current, system, verb, args })),
  );
  const steps: Record<string, StepReply> = {};
  const state: MachineState = {
    execution: 'rehearsal',
    runbook: runbook.name,
    digest: '',
    mode,
    params: params as Record<string, Json>,
    ...(alert && { alert }),
    cause: { person: 'rehearsal' },
    steps,
  };
  const attempt = async (step: Step, what: StepCall['do']): Promise<StepReply | Plan> => {
    current = step.name;
    const entered = now().toISOString();
    for (let retry = 0; ; retry++) {
      // A step gets a copy, as it does in a Lambda.
      const call: StepCall = structuredClone({ do: what, step: step.name, state, entered, retry });
      try {
        return await code.perform(call, { ...nothingElse, idempotencyKey: step.name, now });
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'RetryableError' || retry >= retries(step)) throw error;
        tell(`${step.name}: tried again after ${error.message}`);
        pass(Math.min(2 ** (retry + 1), 60));
      }
    }
  };
  const perform = async (step: Step) => {
    steps[step.name] = (await attempt(step, 'step')) as StepReply;
    return steps[step.name]!;
  };
  const answer = people(answers);

  try {
    const outcome = await walk(runbook, mode, {
      perform,
      pass,
      tell,
      plan: async (from) => {
        state.plan = (await attempt(from, 'plan')) as Plan;
      },
      ask: (step, terms) => {
        tell(`${step.name}: asks ${terms.quorum === 1 ? 'one person' : `${terms.quorum} people`}`);
        const { reply, took } = answer(terms);
        pass(took);
        if (!reply) return undefined;
        tell(`${step.name}: ${reply.approved ? 'approved' : 'denied'} by ${reply.by.join(', ')}`);
        if (step.kind === 'approve') steps[step.name] = { value: { ...reply } };
        return reply;
      },
    });
    tell(outcome.kind);
    return { outcome, ...left() };
  } catch (thrown) {
    const { name, message } = thrown as Error;
    state.error = { Error: name, Cause: message };
    tell(`failed: ${message}`);
    if (runbook.failure) await follow(runbook.failure);
    return { error: { name, message }, ...left() };
  }

  /** The onFailure step; its own failure hides nothing. */
  async function follow(failure: Step) {
    const told = await perform(failure).then(
      () => 'done',
      (error: Error) => `failed too: ${error.message}`,
    );
    tell(`${failure.name}: ${told}`);
  }

  function left() {
    const results = Object.fromEntries(Object.entries(steps).map(([name, { value }]) => [name, value as Json]));
    return { story, calls, results, ...(state.plan && { plan: state.plan }), seconds: passed };
  }
};

const nothingElse = {
  secret: async () => undefined,
  fetch: async () => {
    throw new Error('a rehearsal has no pointers');
  },
  signal: new AbortController().signal,
};
