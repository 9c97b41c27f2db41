import { type Clients, replaced } from './connect.ts';
import { canonical, sha256 } from './digest.ts';
import type { RunbookValue } from './runbook.ts';
import type { Given } from './scope.ts';
import type { Plan, PlannedStep } from './wire.ts';

/**
 * What a run would do from a step on, for people to approve. Remediate bodies run with clients that list what would change
 * instead of doing it; verbs that read really run. What a step or a call will answer is not known yet: a body that looks into
 * it ends its list there, and the plan says so.
 * @param scope params, alert and the results so far.
 */
export const plan = async (runbook: RunbookValue, from: string, scope: Given, clients: Clients): Promise<Plan> => {
  const ahead = runbook.steps.slice(runbook.steps.findIndex(({ name }) => name === from));
  const later = ahead.map(({ name }) => name);
  const steps: PlannedStep[] = [];
  for (const step of ahead) {
    if (step.kind === 'diagnose' || step.kind === 'endWhen' || step.kind === 'onFailure') continue;
    const listed =
      step.kind === 'remediate' ? await listCalls(runbook, step.body, scope, later, clients) : { calls: [] };
    steps.push({ step: step.name, kind: step.kind, ...listed });
  }
  return { digest: sha256(canonical(steps)), steps };
};

/** The calls that one body would make, as far as they can be told. */
const listCalls = async (
  runbook: RunbookValue,
  body: (scope: never) => unknown,
  scope: Given,
  later: string[],
  clients: Clients,
): Promise<Pick<PlannedStep, 'calls' | 'open'>> => {
  const calls: PlannedStep['calls'] = [];
  // The first reason why the list ends; a body may catch the error that comes with it and go on.
  let open: string | undefined;
  const unknown = (of: string) =>
    notYetKnown(() => {
      open ??= `depends on the result of ${of}`;
    });
  const listing = replaced(runbook, clients, (system, verb, call) => {
    if (system.reads.includes(verb)) return call;
    return (...args) => {
      const told = JSON.parse(JSON.stringify(args));
      if (open === undefined) calls.push({ system: system.name, verb, args: told });
      return Promise.resolve(unknown(`${system.name}.${verb}`));
    };
  });
  const results = Object.fromEntries(later.map((name) => [name, unknown(`“${name}”`)]));
  try {
    await body({ ...scope, ...results, ...listing } as never);
  } catch (error) {
    open ??= `cannot be told: ${error instanceof Error ? error.message : error}`;
  }
  return open === undefined ? { calls } : { calls, open };
};

/** A value that can be passed on, awaited and kept; looking into it is told, and fails. */
const notYetKnown = (tell: () => void): object => {
  const look = () => {
    tell();
    throw new Error('not known while a plan is made');
  };
  return new Proxy(Object.create(null), {
    // Being awaited asks for `then`; a plain value has none.
    get: (_target, key) => (key === 'then' ? undefined : look()),
    has: look,
    ownKeys: look,
    getOwnPropertyDescriptor: look,
    getPrototypeOf: look,
  });
};
