import { setTimeout as pause } from 'node:timers/promises';
import type { StepView, WholeExecution } from '#functions/studio/contract.ts';
import type { Api } from './api.ts';
import { details, outcomeInWords, stepLine } from './execution-lines.ts';
import type { ExitCode } from './exit.ts';
import { plain } from './plain.ts';
import type { Session } from './session.ts';

/** How often a running execution is looked at again. */
const everyMs = 400;

/** Whether the run did what it was for: it succeeded, and was neither found ineffective nor turned down. */
export const exitOf = ({ execution: { status, outcome } }: WholeExecution): ExitCode =>
  status === 'succeeded' && !['ineffective', 'denied', 'expired'].includes(outcome?.kind ?? '') ? 0 : 1;

/** An execution again and again until it has ended; the last is the ended one. */
const looks = async function* (api: Api, execution: string): AsyncGenerator<WholeExecution> {
  for (;;) {
    const seen = await api('showExecution', { execution });
    yield seen;
    if (seen.execution.status !== 'running') return;
    await pause(everyMs);
  }
};

const news = (before: Map<string, string>, step: StepView): boolean => {
  const state = `${step.status} ${step.tries}`;
  if (step.status === 'not begun' || before.get(step.step) === state) return false;
  before.set(step.step, state);
  return true;
};

/**
 * Shows the steps of an execution as they happen, to the end: lines for people, or a JSON line for each change of a step and one for
 * the execution.
 */
export const watch = async ({ api, print, now }: Session, execution: string): Promise<ExitCode> => {
  const shown = new Map<string, string>();
  const asked = new Set<string>();
  let last: WholeExecution | undefined;
  for await (const seen of looks(api, execution)) {
    last = seen;
    for (const step of seen.steps.filter((one) => news(shown, one)))
      print.one({ execution, ...step }, () => [
        stepLine(step, print, now()),
        ...(step.kind === 'plan' ? details(step) : []),
      ]);
    for (const { step, plan, reply } of seen.approvals)
      if (!reply && seen.execution.status === 'running' && !asked.has(step)) {
        asked.add(step);
        print.note(
          `waits for approval of ${plain(step)}${plan ? ` (plan ${plan.digest.slice(0, 12)})` : ''}: wolfe approve ${execution}`,
        );
      }
  }
  print.one(last!.execution, () => [outcomeInWords(last!.execution, print)]);
  return exitOf(last!);
};
