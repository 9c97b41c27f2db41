import { seconds } from './duration.ts';
import { paramsSchema } from './params.ts';
import { type RunbookValue, reserved, type Step } from './runbook.ts';
import { everyStep, longestAttemptSeconds } from './steps.ts';
import { targetTemplate } from './template.ts';

/** What is wrong with a runbook: where, what, and how to cure it. */
export interface Problem {
  place: string;
  problem: string;
  cure: string;
}

// A state's name has 80 characters, and the machine's glue adds up to 25 to a step's.
const longestName = 50;
// An execution has 25,000 events of history, and a poll takes 9.
const mostPolls = 2000;

/** All problems of a runbook at once; none when it can be bundled. */
export const check = (runbook: RunbookValue): Problem[] => [
  ...header(runbook),
  ...interfaces(runbook),
  ...permissions(runbook),
  ...names(runbook),
  ...everyStep(runbook).flatMap(timing),
];

const header = (runbook: RunbookValue): Problem[] => {
  const found: Problem[] = [];
  if (!/^[a-z][a-z0-9-]{0,49}$/.test(runbook.name)) {
    found.push({
      place: 'name',
      problem: `“${runbook.name}” cannot name a state machine`,
      cure: 'use a-z, 0-9 and -, begin with a letter, at most 50 characters',
    });
  }
  for (const field of ['summary', 'owner'] as const) {
    if (!runbook[field]?.trim()) {
      found.push({ place: field, problem: 'it is empty', cure: 'people read it when they are asked to approve a run' });
    }
  }
  if (runbook.steps.length === 0) {
    found.push({ place: 'steps', problem: 'there are none', cure: 'add one, such as .diagnose(name, body)' });
  } else if (runbook.steps.every(({ kind }) => kind === 'wait')) {
    found.push({ place: 'steps', problem: 'they only wait', cure: 'add one that does something' });
  }
  return found;
};

const interfaces = (runbook: RunbookValue): Problem[] => {
  const found: Problem[] = [];
  const changes = runbook.steps.find(({ kind }) => kind === 'remediate');
  if (changes && !runbook.target) {
    found.push({
      place: 'target',
      problem: `step “${changes.name}” changes something, and nothing says what`,
      cure: 'give a target such as ({ instance }) => `ec2:${instance}`: it is the key of locks and blast radius',
    });
  }
  try {
    paramsSchema(runbook);
  } catch (error) {
    const cure = 'use types that JSON has, such as an ISO text for a date';
    return [...found, { place: 'params', problem: `they have no JSON Schema: ${message(error)}`, cure }];
  }
  try {
    targetTemplate(runbook);
  } catch (error) {
    found.push({
      place: 'target',
      problem: `it is no plain template: ${message(error)}`,
      cure: 'only put parameters that are never missing into a text, as in ({ instance }) => `ec2:${instance}`; a record goes through inTarget()',
    });
  }
  return found;
};

const permissions = (runbook: RunbookValue): Problem[] =>
  Object.values(runbook.systems).flatMap((system) =>
    system.permissions
      .filter(({ resources, reason }) => resources.includes('*') && !reason)
      .map(({ actions }) => ({
        place: `system “${system.name}”`,
        problem: `it wants ${actions.join(', ')} on every resource and gives no reason`,
        cure: 'name the resources, or say the reason',
      })),
  );

const names = (runbook: RunbookValue): Problem[] => {
  const taken = new Set<string>([...reserved, ...Object.keys(runbook.systems)]);
  const found: Problem[] = [];
  for (const { name } of everyStep(runbook)) {
    const place = `step “${name}”`;
    if (taken.has(name)) {
      found.push({
        place,
        problem: 'its name is taken',
        cure: 'name each step once, and unlike a system, params, alert and error',
      });
    }
    taken.add(name);
    if (name.length > longestName) {
      found.push({ place, problem: `its name has ${name.length} characters`, cure: `use at most ${longestName}` });
    }
    if (!/^[A-Za-z][A-Za-z0-9 _-]*$/.test(name) || name in Object.prototype) {
      found.push({
        place,
        problem: 'its name cannot be used',
        cure: 'use letters, digits, space, - and _, begin with a letter',
      });
    }
  }
  return found;
};

const timing = (step: Step): Problem[] => {
  const place = `step “${step.name}”`;
  const found: Problem[] = [];
  const read = (field: string, text: string | undefined, otherwise: number): number => {
    try {
      return text === undefined ? otherwise : seconds(text);
    } catch (error) {
      found.push({ place, problem: `${field}: ${message(error)}`, cure: 'correct the duration' });
      return otherwise;
    }
  };
  if (step.kind === 'until') {
    const [every, timeout] = [read('every', step.every, 1), read('timeout', step.timeout, 1)];
    if (found.length === 0 && every >= timeout) {
      found.push({
        place,
        problem: `it gives up after ${step.timeout} and looks every ${step.every}`,
        cure: 'look more often, or longer',
      });
    }
    if (timeout / every > mostPolls) {
      found.push({
        place,
        problem: `it may look ${Math.ceil(timeout / every)} times, more than the history of an execution holds`,
        cure: `look less often: at most ${mostPolls} times`,
      });
    }
  } else if (step.kind === 'wait') {
    read('time', step.time, 1);
  } else if (step.kind === 'approve') {
    read('expires', step.expires, 1);
    if (step.quorum !== undefined && !(Number.isInteger(step.quorum) && step.quorum >= 1)) {
      found.push({ place, problem: `${step.quorum} people cannot approve`, cure: 'use a whole number, at least 1' });
    }
  } else if (step.kind !== 'endWhen' && read('timeout', step.timeout, 1) > longestAttemptSeconds) {
    found.push({
      place,
      problem: `its timeout of ${step.timeout} is longer than the 15m that a Lambda may run`,
      cure: 'start the work in a remediate step and look for its end with .until(), which runs no code in between',
    });
  }
  if (
    'retry' in step &&
    step.retry !== undefined &&
    !(Number.isInteger(step.retry) && step.retry >= 0 && step.retry <= 10)
  ) {
    found.push({
      place,
      problem: `it cannot be tried again ${step.retry} times`,
      cure: 'use a whole number from 0 to 10',
    });
  }
  return found;
};

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
