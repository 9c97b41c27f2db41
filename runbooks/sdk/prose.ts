import { duration } from './duration.ts';
import type { RunbookValue, Step } from './runbook.ts';
import { asking, everyStep, gateOf, retries, timeoutSeconds } from './steps.ts';

/** A runbook as Markdown for people: what it is for, its steps in order, and a Mermaid graph of its ways. */
export const prose = (runbook: RunbookValue): string =>
  [
    `# ${runbook.name}`,
    '',
    runbook.summary,
    '',
    `Owner: ${runbook.owner}. Talks to: ${
      Object.values(runbook.systems)
        .map(({ name }) => name)
        .join(', ') || 'nothing'
    }.`,
    '',
    ...runbook.steps.map((step, index) => `${index + 1}. ${sentence(runbook, step)}`),
    ...(runbook.failure ? ['', `When a step fails for good: **${runbook.failure.name}**.`] : []),
    '',
    '```mermaid',
    ...graph(runbook),
    '```',
    '',
  ].join('\n');

const sentence = (runbook: RunbookValue, step: Step): string => {
  const name = `**${step.name}**`;
  const tries = retries(step) > 0 ? `, tried again ${times(retries(step))} when that is safe` : '';
  const limit = `at most ${duration(timeoutSeconds(step))}${tries}`;
  switch (step.kind) {
    case 'diagnose':
      return `${name}: finds out, changes nothing (${limit}).`;
    case 'remediate':
    case 'onFailure':
      return `${name}: changes something (${limit})${step === gateOf(runbook) ? '; in mode approve, people are asked first' : ''}.`;
    case 'verify':
      return `${name}: looks whether it helped (${limit}); otherwise the run ends as ineffective.`;
    case 'until':
      return `${name}: looked at every ${step.every} until it is so, for at most ${step.timeout}.`;
    case 'endWhen':
      return `${name}: when that is so, there is nothing to do and the run ends.`;
    case 'wait':
      return `${name}: waits ${step.time}.`;
    case 'approve': {
      const { quorum, seconds } = asking(step);
      return `${name}: asks ${quorum === 1 ? 'one person' : `${quorum} people`}, for at most ${duration(seconds)}.`;
    }
  }
};

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

const graph = (runbook: RunbookValue): string[] => {
  const ids = new Map(everyStep(runbook).map(({ name }, index) => [name, `s${index}`]));
  const lines = runbook.steps.flatMap((step, index) => {
    const next = runbook.steps[index + 1];
    const id = ids.get(step.name)!;
    const to = next ? ids.get(next.name)! : 'done([done])';
    return [`  ${id}["${step.name}"]`, ...ways(step, id, to)];
  });
  if (!runbook.failure) return ['flowchart TD', ...lines];
  const failure = ids.get(runbook.failure.name)!;
  return ['flowchart TD', ...lines, `  ${failure}["${runbook.failure.name}"] -- after an error --> failed([failed])`];
};

const ways = (step: Step, id: string, to: string): string[] => {
  switch (step.kind) {
    case 'endWhen':
      return [`  ${id} -- yes --> ${id}e([nothing to do])`, `  ${id} -- no --> ${to}`];
    case 'verify':
      return [`  ${id} -- no --> ${id}e([ineffective])`, `  ${id} -- yes --> ${to}`];
    case 'approve':
      return [
        `  ${id} -- denied --> ${id}e([denied])`,
        `  ${id} -- expired --> ${id}x([expired])`,
        `  ${id} -- approved --> ${to}`,
      ];
    case 'until':
      return [`  ${id} -- "every ${step.every}" --> ${id}`, `  ${id} -- yes --> ${to}`];
    default:
      return [`  ${id} --> ${to}`];
  }
};
