import type { z } from 'zod';
import { type Duration, duration, seconds } from './duration.ts';
import { performer } from './perform.ts';
import type { RunbookValue, Step } from './runbook.ts';
import { asking, endOf, gateOf, retries, timedOut } from './steps.ts';
import type { AnySystem, ClientOf } from './system.ts';
import type {
  AlertView,
  ApprovalReply,
  Json,
  MachineState,
  Outcome,
  Plan,
  RunMode,
  StepCall,
  StepReply,
} from './wire.ts';

/** What a rehearsal is given. */
export interface Rehearsal<Params extends z.ZodObject, Systems extends Record<string, AnySystem>> {
  params: z.input<Params>;
  /** By the name that steps see; only the verbs that the run comes to. */
  systems: { [Name in keyof Systems]?: Fake<ClientOf<Systems[Name]>> };
  alert?: AlertView;
  /** `auto` unless said. */
  mode?: RunMode;
  /** What people answer when they are asked, in order; nothing more means that the ask expires. */
  answers?: Answer[];
}

/** A client by hand: any of its verbs, answering what the test wants. */
export type Fake<Client> = {
  [Verb in keyof Client]?: Client[Verb] extends (...args: infer Args) => unknown ? (...args: Args) => unknown : never;
};

/** One person's answer, so long after the ask: `{ by: 'ann' }` approves at once. */
export interface Answer {
  by: string;
  approved?: boolean;
  reason?: string;
  after?: Duration;
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
  rehearsal: Rehearsal<Params, Systems>,
): Promise<Rehearsed> => {
  const mode = rehearsal.mode ?? 'auto';
  const answers = [...(rehearsal.answers ?? [])];
  const told: Pick<Rehearsed, 'story' | 'calls'> = { story: [], calls: [] };
  let passed = 0;
  let current = '';
  const now = () => new Date(Date.UTC(2026, 0, 1) + passed * 1000);
  const tell = (line: string) => told.story.push(`${duration(passed)} ${line}`);

  const fakes = Object.entries(runbook.systems).map(([name, system]) => {
    const fake = fakeOf(name, rehearsal.systems[name] ?? {}, (verb, args) =>
      told.calls.push({ step: current, system: name, verb, args }),
    );
    return [name, { ...system, secret: undefined, connect: () => fake }] as const;
  });
  const code = performer({ ...runbook, systems: Object.fromEntries(fakes) });
  const state: MachineState & { steps: Record<string, StepReply> } = {
    execution: 'rehearsal',
    runbook: runbook.name,
    digest: '',
    mode,
    params: rehearsal.params as Record<string, Json>,
    ...(rehearsal.alert && { alert: rehearsal.alert }),
    cause: { person: 'rehearsal' },
    steps: {},
  };

  const call = async (step: Step, what: StepCall['do']): Promise<StepReply | Plan> => {
    current = step.name;
    const entered = now().toISOString();
    for (let retry = 0; ; retry++) {
      const sent = JSON.parse(JSON.stringify({ do: what, step: step.name, state, entered, retry })) as StepCall;
      try {
        return await code.perform(sent, {
          secret: async () => ({}),
          fetch: async () => null,
          signal: new AbortController().signal,
          idempotencyKey: `rehearsal/${step.name}`,
          now,
        });
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'RetryableError' || retry >= retries(step)) throw error;
        tell(`${step.name}: tried again after ${error.message}`);
        passed += Math.min(2 ** (retry + 1), 60);
      }
    }
  };
  const perform = async (step: Step): Promise<StepReply> => {
    const reply = (await call(step, 'step')) as StepReply;
    state.steps[step.name] = reply;
    return reply;
  };

  /** Asks the scripted people. */
  const ask = (
    step: Step,
    { quorum, seconds: limit }: { quorum: number; seconds: number },
  ): ApprovalReply | undefined => {
    tell(`${step.name}: asks ${quorum === 1 ? 'one person' : `${quorum} people`}`);
    const asked = passed;
    const by: string[] = [];
    for (let answer = answers.shift(); answer; answer = answers.shift()) {
      const at = answer.after ? seconds(answer.after) : 0;
      if (at >= limit) break;
      passed = Math.max(passed, asked + at);
      if (answer.approved === false) {
        return { approved: false, by: [answer.by], ...(answer.reason !== undefined && { reason: answer.reason }) };
      }
      if (!by.includes(answer.by)) by.push(answer.by);
      if (by.length >= quorum) return { approved: true, by };
    }
    passed = asked + limit;
    return undefined;
  };
  /** The outcome when people do not let the run go on. */
  const refused = (step: Step, terms: { quorum: number; seconds: number }): Outcome | undefined => {
    const reply = ask(step, terms);
    if (!reply) return { kind: 'expired', step: step.name };
    tell(`${step.name}: ${reply.approved ? 'approved' : 'denied'} by ${reply.by.join(', ')}`);
    if (step.kind === 'approve') state.steps[step.name] = { value: reply as unknown as Json };
    const { approved, by, reason } = reply;
    return approved ? undefined : { kind: 'denied', by: by[0]!, ...(reason !== undefined && { reason }) };
  };

  const outcomeAt = async (step: Step): Promise<Outcome | undefined> => {
    const gate = step === gateOf(runbook);
    if (step.kind === 'approve' || (gate && mode !== 'auto')) {
      state.plan = (await call(step, 'plan')) as Plan;
      if (gate && mode === 'plan') return { kind: 'planned' };
      const refusal = refused(step, asking(step.kind === 'approve' ? step : runbook.approval));
      if (refusal || step.kind === 'approve') return refusal;
    }
    switch (step.kind) {
      case 'wait':
        tell(`${step.name}: ${step.time}`);
        passed += seconds(step.time);
        return undefined;
      case 'endWhen': {
        const { holds } = await perform(step);
        tell(`${step.name}: ${holds ? 'yes' : 'no'}`);
        return holds ? { kind: 'nothing to do', reason: step.name } : undefined;
      }
      case 'verify': {
        const { holds } = await perform(step);
        tell(`${step.name}: ${holds ? 'yes' : 'no'}`);
        return holds ? undefined : { kind: 'ineffective', step: step.name };
      }
      case 'until':
        for (let reply = await perform(step); !reply.done; reply = await perform(step)) {
          tell(`${step.name}: ${reply.expired ? 'gives up' : 'not yet'}`);
          if (reply.expired) throw failure(timedOut(step));
          passed += seconds(step.every);
        }
        tell(`${step.name}: yes`);
        return undefined;
      default:
        await perform(step);
        tell(`${step.name}: done`);
        return undefined;
    }
  };

  const run = async (): Promise<Pick<Rehearsed, 'outcome' | 'error'>> => {
    try {
      for (const step of runbook.steps) {
        const outcome = await outcomeAt(step);
        if (outcome) return { outcome };
      }
      return { outcome: endOf(runbook) };
    } catch (thrown) {
      const { name, message } = thrown as Error;
      state.error = { Error: name, Cause: message };
      if (runbook.failure)
        await perform(runbook.failure).then(
          () => tell(`${runbook.failure?.name}: done`),
          () => undefined,
        );
      return { error: { name, message } };
    }
  };
  const ended = await run();
  tell(ended.outcome ? ended.outcome.kind : `failed: ${ended.error?.message}`);
  const results = Object.fromEntries(Object.entries(state.steps).map(([name, { value }]) => [name, value as Json]));
  return { ...ended, ...told, results, ...(state.plan && { plan: state.plan }), seconds: passed };
};

const failure = ({ Error: name, Cause }: { Error: string; Cause: string }) => Object.assign(new Error(Cause), { name });

/** A client with whatever verbs a test gave it; each call is told, and a verb that is missing says so. */
const fakeOf = (system: string, fake: object, tell: (verb: string, args: unknown[]) => void): object =>
  new Proxy(fake, {
    get: (target, verb) => {
      if (typeof verb !== 'string') return Reflect.get(target, verb);
      return async (...args: unknown[]) => {
        tell(verb, args);
        const call: unknown = Reflect.get(target, verb);
        if (typeof call !== 'function')
          throw new Error(`The rehearsal's “${system}” has no verb ${verb}: add it to systems.`);
        return call.apply(target, args);
      };
    },
  });
