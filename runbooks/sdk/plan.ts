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
  const steps: PlannedStep[] = [];
  for (const step of ahead) {
    if (step.kind === 'diagnose' || step.kind === 'endWhen' || step.kind === 'onFailure') continue;
    const listed = step.kind === 'remediate' ? await list(runbook, step.body, scope, clients) : { calls: [] };
    steps.push({ step: step.name, kind: step.kind, ...listed });
  }
  return { digest: sha256(canonical(steps)), steps };

  /** The calls of one body, as far as they can be told. */
  async function list(of: RunbookValue, body: (scope: never) => unknown, seen: Given, real: Clients) {
    const calls: PlannedStep['calls'] = [];
    const open: string[] = [];
    const notYet = (of: string) => unknown(() => open.push(`depends on the result of ${of}`));
    const listing = replaced(of, real, (system, verb, call) =>
      system.reads.includes(verb)
        ? call
        : (...args) => {
            const told = JSON.parse(JSON.stringify(args));
            if (open.length === 0) calls.push({ system: system.name, verb, args: told });
            return Promise.resolve(notYet(`${system.name}.${verb}`));
          },
    );
    const later = Object.fromEntries(ahead.map(({ name }) => [name, notYet(`“${name}”`)]));
    try {
      await body({ ...seen, ...later, ...listing } as never);
    } catch (error) {
      open.push(`cannot be told: ${error instanceof Error ? error.message : error}`);
    }
    return open[0] === undefined ? { calls } : { calls, open: open[0] };
  }
};

/** A value that can be passed on, awaited and kept; looking into it is told, and fails. */
const unknown = (tell: () => void): object => {
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
