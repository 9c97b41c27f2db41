import { seconds } from './duration.ts';
import { paramsSchema } from './params.ts';
import { prose } from './prose.ts';
import type { RunbookValue, Step } from './runbook.ts';
import { asking, everyStep, retries, timeoutSeconds } from './steps.ts';
import { targetTemplate } from './template.ts';
import type { Manifest } from './wire.ts';

/** What is known of a runbook without running its code. */
export const manifest = (runbook: RunbookValue): Manifest => ({
  runbook: runbook.name,
  summary: runbook.summary,
  owner: runbook.owner,
  params: paramsSchema(runbook),
  target: targetTemplate(runbook),
  systems: Object.values(runbook.systems).map(({ name, permissions, secret }) => ({
    name,
    permissions,
    secret: secret !== undefined,
  })),
  steps: everyStep(runbook).map(stepOf),
  prose: prose(runbook),
});

const stepOf = (step: Step): Manifest['steps'][number] => {
  const { name, kind } = step;
  switch (kind) {
    case 'wait':
      return { name, kind, seconds: seconds(step.time) };
    case 'approve':
      return { name, kind, timeoutSeconds: asking(step).seconds };
    case 'until':
      return { name, kind, seconds: seconds(step.every), timeoutSeconds: seconds(step.timeout), retry: retries(step) };
    default:
      return { name, kind, timeoutSeconds: timeoutSeconds(step), retry: retries(step) };
  }
};
