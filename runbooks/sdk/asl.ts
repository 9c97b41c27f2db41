import { approval } from './asl/approval.ts';
import { choice, ending, left, type Machine, type States } from './asl/state.ts';
import { attempt, planning } from './asl/task.ts';
import { seconds } from './duration.ts';
import type { RunbookValue, Step } from './runbook.ts';
import { asking, endOf, gateOf, timedOut } from './steps.ts';

/**
 * The state machine of a runbook: one native state per step under the step's name; the glue between them has names in
 * brackets, which no step can have. Retry, Catch, Wait and the task token are Step Functions' own.
 * @throws RangeError when a duration is not one; `check` tells of all such faults.
 */
export const asl = (runbook: RunbookValue): Machine => {
  const gate = gateOf(runbook);
  const failure = runbook.failure?.name ?? '(failed)';
  const entries = runbook.steps.map((step) => entry(step, step === gate));
  const states: States = {
    '(begin)': { Type: 'Pass', Result: {}, ResultPath: '$.steps', Next: entries[0] ?? '(end)' },
  };
  for (const [index, step] of runbook.steps.entries()) {
    if (step === gate && step.kind === 'remediate') Object.assign(states, gateStates(runbook, step, failure));
    Object.assign(states, statesOf(step, step === gate, entries[index + 1] ?? '(end)', failure));
  }
  if (gate) states['(planned)'] = ending({ kind: 'planned' });
  states['(end)'] = ending(endOf(runbook));
  states['(done)'] = { Type: 'Succeed' };
  if (runbook.failure) {
    // Its own error is thrown away: it must not hide the one that led here.
    const hidden = { ErrorEquals: ['States.ALL'], ResultPath: null, Next: '(failed)' };
    states[failure] = { ...attempt(runbook.failure, '(failed)', '(failed)'), Catch: [hidden] };
  }
  states['(failed)'] = { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' };
  return { Comment: runbook.summary, StartAt: '(begin)', States: states };
};

/** The state by which a step is come to. */
const entry = (step: Step, isGate: boolean): string => {
  if (step.kind === 'approve') return `${step.name} (plan)`;
  return isGate ? '(how far)' : step.name;
};

/** Before the first remediate step: auto goes straight on, plan ends with the plan, approve asks people about it. */
const gateStates = (runbook: RunbookValue, step: Step, failure: string): States => {
  const [plan, planned, ask] = [`${step.name} (plan)`, `${step.name} (planned?)`, `${step.name} (ask)`];
  return {
    '(how far)': choice([inMode('auto', step.name)], plan),
    [plan]: planning(step, planned, failure),
    [planned]: choice([inMode('approve', ask)], '(planned)'),
    ...approval(ask, { step: step.name, ...asking(runbook.approval) }, step.name, failure),
  };
};

const inMode = (mode: string, Next: string) => ({ Variable: '$.mode', StringEquals: mode, Next });

const statesOf = (step: Step, isGate: boolean, next: string, failure: string): States => {
  const { name } = step;
  const held = (flag: string, Next: string) => ({ Variable: `${left(name)}.${flag}`, BooleanEquals: true, Next });
  switch (step.kind) {
    case 'diagnose':
    case 'remediate':
    case 'onFailure':
      return { [name]: attempt(step, next, failure) };
    case 'endWhen':
      return {
        [name]: attempt(step, `${name} (holds?)`, failure),
        [`${name} (holds?)`]: choice([held('holds', `${name} (nothing to do)`)], next),
        [`${name} (nothing to do)`]: ending({ kind: 'nothing to do', reason: name }),
      };
    case 'verify':
      return {
        [name]: attempt(step, `${name} (holds?)`, failure),
        [`${name} (holds?)`]: choice([held('holds', next)], `${name} (ineffective)`),
        [`${name} (ineffective)`]: ending({ kind: 'ineffective', step: name }),
      };
    case 'until':
      return {
        [name]: attempt(step, `${name} (done?)`, failure),
        [`${name} (done?)`]: choice([held('done', next), held('expired', `${name} (timed out)`)], `${name} (wait)`),
        [`${name} (wait)`]: { Type: 'Wait', Seconds: seconds(step.every), Next: name },
        [`${name} (timed out)`]: { Type: 'Pass', Result: timedOut(step), ResultPath: '$.error', Next: failure },
      };
    case 'wait':
      return { [name]: { Type: 'Wait', Seconds: seconds(step.time), Next: next } };
    case 'approve':
      return {
        [`${name} (plan)`]: planning(step, isGate ? `${name} (planned?)` : name, failure),
        ...(isGate && { [`${name} (planned?)`]: choice([inMode('approve', name), inMode('auto', name)], '(planned)') }),
        ...approval(name, { step: name, ...asking(step) }, next, failure),
      };
  }
};
