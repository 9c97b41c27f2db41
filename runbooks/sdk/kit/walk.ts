import { seconds } from '../duration.ts';
import type { RunbookValue, Step } from '../runbook.ts';
import { asking, endOf, gateOf, timedOut } from '../steps.ts';
import type { ApprovalReply, Outcome, RunMode, StepReply } from '../wire.ts';

/** What a walk needs done for it. */
export interface Hands {
  perform(step: Step): Promise<StepReply>;
  plan(from: Step): Promise<void>;
  /** No reply when the ask expires. */
  ask(step: Step, terms: { quorum: number; seconds: number }): ApprovalReply | undefined;
  pass(seconds: number): void;
  tell(line: string): void;
}

/**
 * Walks a runbook's steps as its state machine does, and says how that ends; what a step throws ends the walk.
 * One test holds it and the emitted machine against each other.
 */
export const walk = async (runbook: RunbookValue, mode: RunMode, hands: Hands): Promise<Outcome> => {
  const gate = gateOf(runbook);
  for (const step of runbook.steps) {
    const ended = (await mayGoOn(runbook, step, step === gate, mode, hands)) ?? (await take(step, hands));
    if (ended) return ended;
  }
  return endOf(runbook);
};

/** At the gate and at approve steps: makes the plan, ends in mode plan, asks people. */
const mayGoOn = async (
  runbook: RunbookValue,
  step: Step,
  gate: boolean,
  mode: RunMode,
  hands: Hands,
): Promise<Outcome | undefined> => {
  if (step.kind !== 'approve' && (!gate || mode === 'auto')) return undefined;
  await hands.plan(step);
  if (gate && mode === 'plan') return { kind: 'planned' };
  const reply = hands.ask(step, asking(step.kind === 'approve' ? step : runbook.approval));
  if (!reply) return { kind: 'expired', step: step.name };
  const { approved, by, reason } = reply;
  return approved ? undefined : { kind: 'denied', by: by[0]!, ...(reason !== undefined && { reason }) };
};

const take = async (step: Step, hands: Hands): Promise<Outcome | undefined> => {
  const told = (what: string) => hands.tell(`${step.name}: ${what}`);
  switch (step.kind) {
    case 'approve':
      return undefined;
    case 'wait':
      told(step.time);
      hands.pass(seconds(step.time));
      return undefined;
    case 'endWhen': {
      const { holds } = await hands.perform(step);
      told(holds ? 'yes' : 'no');
      return holds ? { kind: 'nothing to do', reason: step.name } : undefined;
    }
    case 'verify': {
      const { holds } = await hands.perform(step);
      told(holds ? 'yes' : 'no');
      return holds ? undefined : { kind: 'ineffective', step: step.name };
    }
    case 'until':
      for (let reply = await hands.perform(step); !reply.done; reply = await hands.perform(step)) {
        told(reply.expired ? 'gives up' : 'not yet');
        if (reply.expired) throw errorOf(timedOut(step));
        hands.pass(seconds(step.every));
      }
      told('yes');
      return undefined;
    default:
      await hands.perform(step);
      told('done');
      return undefined;
  }
};

const errorOf = ({ Error: name, Cause }: { Error: string; Cause: string }) => Object.assign(new Error(Cause), { name });
