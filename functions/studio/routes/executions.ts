import { isPointer } from '#runbooks/sdk/scope.ts';
import type { Json, Manifest, Pointer } from '#runbooks/sdk/wire.ts';
import type { AuditEntry } from '../../core/audit.ts';
import type { Decision } from '../../core/decision.ts';
import type { ApprovalRecord, ExecutionRecord, StepRecord, Telling } from '../../core/execution.ts';
import type { ExecutionFilter, StepView, WholeExecution } from '../contract.ts';
import { conflict, unknown } from '../refusal.ts';
import type { Handlers } from '../serve.ts';

/** What showing and stopping executions needs from the world. */
export interface ExecutionsWorld {
  execution(name: string): Promise<ExecutionRecord | undefined>;
  /** Newest first. */
  executions(filter: ExecutionFilter): Promise<{ items: ExecutionRecord[]; cursor?: string }>;
  steps(execution: string): Promise<StepRecord[]>;
  approval(execution: string, step: string): Promise<ApprovalRecord | undefined>;
  told(execution: string): Promise<Record<string, Telling>>;
  /** What people did to it. */
  auditOf(question: { subject: string; limit: number }): Promise<{ items: AuditEntry[] }>;
  decision(id: string): Promise<Decision | undefined>;
  /** Undefined when the version was pruned. */
  manifest(runbook: string, digest: string): Promise<Manifest | undefined>;
  /** What a pointer stands for. @throws ObjectMissingError, ObjectChangedError */
  fetch(pointer: Pointer): Promise<Json>;
  stop(runbook: string, execution: string, why: string): Promise<void>;
}

/** The steps that ran, in their order, and then those of the runbook that did not (yet). */
export const wholeSteps = (ran: StepRecord[], manifest: Manifest | undefined): StepView[] => {
  const begun = new Set(ran.map(({ step }) => step));
  const rest = (manifest?.steps ?? []).filter(({ name }) => !begun.has(name));
  return [
    ...[...ran].sort((a, b) => (a.at < b.at ? -1 : 1)),
    ...rest.map(({ name, kind }) => ({ step: name, kind, status: 'not begun' as const, tries: 0 })),
  ];
};

/** Only these kinds of step ever ask people. */
const mayAsk = ({ kind }: StepView): boolean => kind === 'approve' || kind === 'remediate';

const whole = async (world: ExecutionsWorld, record: ExecutionRecord): Promise<WholeExecution> => {
  const manifest = await world.manifest(record.runbook, record.digest);
  const [ran, told, deeds, decision] = await Promise.all([
    world.steps(record.execution),
    world.told(record.execution),
    world.auditOf({ subject: `execution#${record.execution}`, limit: 100 }),
    'decision' in record.cause ? world.decision(record.cause.decision) : undefined,
  ]);
  const steps = wholeSteps(ran, manifest);
  const approvals = await Promise.all(steps.filter(mayAsk).map(({ step }) => world.approval(record.execution, step)));
  return {
    execution: record,
    steps,
    approvals: approvals.filter((one) => one !== undefined),
    told,
    deeds: deeds.items,
    alert: decision?.alert,
    decision: decision?.id,
  };
};

export const executions = (
  world: ExecutionsWorld,
): Handlers<'listExecutions' | 'showExecution' | 'showResult' | 'cancelExecution'> => {
  const known = async (name: string): Promise<ExecutionRecord> => {
    const record = await world.execution(name);
    if (!record) throw unknown('execution', name, 'List the executions: `wolfe executions list`.');
    return record;
  };
  return {
    listExecutions: async ({ query }) => world.executions(query),
    showExecution: async ({ params }) => whole(world, await known(params.execution)),
    showResult: async ({ params: { execution, step } }) => {
      const value = (await world.steps(execution)).find((one) => one.step === step)?.value;
      if (value === undefined) throw unknown('result of a step', step, 'Look at the steps: `wolfe executions show`.');
      return { value: isPointer(value) ? await world.fetch(value) : value };
    },
    cancelExecution: async ({ params, body, person }) => {
      const record = await known(params.execution);
      if (record.status !== 'running')
        throw conflict(
          'already ended',
          `Execution ${record.execution} has already ended: ${record.status}.`,
          'Nothing is left to cancel.',
        );
      await world.stop(
        record.runbook,
        record.execution,
        `cancelled by ${person.name}${body.reason ? `: ${body.reason}` : ''}`,
      );
      return { execution: record.execution };
    },
  };
};
