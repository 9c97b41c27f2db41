import { type Machines, type MachineVersion, NotPublishedError, type Start } from '#functions/adapters/machines.ts';
import type { Run } from '#functions/core/execution.ts';

/** The region's machines in memory. Each run waits for one task token, and succeeds with what that is answered. */
export const fakeMachines = (prefix: string) => {
  const versions = new Map<string, MachineVersion>();
  const runs = new Map<string, Run & { start: Start }>();
  const waiting = new Set<string>();
  const arnOf = (runbook: string, execution: string) =>
    `${prefix.replace(':stateMachine:', ':execution:')}${runbook}:${execution}`;

  const end = (execution: string, run: Run): void => {
    const [arn, before] = [...runs].find(([, { start }]) => start.execution === execution)!;
    runs.set(arn, { ...run, start: before.start });
    waiting.delete(`token of ${execution}`);
  };
  const describeRun = async (executionArn: string): Promise<Run | undefined> => {
    const { start, ...run } = runs.get(executionArn) ?? {};
    return start && (run as Run);
  };

  const verbs: Machines = {
    start: async (start) => {
      if (!versions.has(`${start.runbook}:${start.digest}`)) throw new NotPublishedError(`${start.runbook} is unknown`);
      const arn = arnOf(start.runbook, start.execution);
      if (runs.has(arn)) return;
      runs.set(arn, { status: 'running', start });
      waiting.add(`token of ${start.execution}`);
    },
    describe: (runbook, execution) => describeRun(arnOf(runbook, execution)),
    describeRun,
    stop: async (runbook, execution, cause) => {
      if (runs.get(arnOf(runbook, execution))?.status === 'running')
        end(execution, { status: 'aborted', error: 'StoppedError', cause });
    },
    succeed: async (token, output) => {
      if (!waiting.has(token)) return false;
      end(token.slice('token of '.length), { status: 'succeeded', output: JSON.stringify(output) });
      return true;
    },
    publish: async (version) => {
      const name = `${version.runbook}:${version.digest}`;
      if (!versions.has(name)) versions.set(name, version);
      return `${prefix}${version.runbook}:${[...versions.keys()].indexOf(name) + 1}`;
    },
  };
  return {
    ...verbs,
    /** For tests: ends a run as its machine would. */
    end,
    /** For tests: the token that a run waits with. */
    tokenOf: async (execution: string): Promise<string> => `token of ${execution}`,
    /** For tests: what was published. */
    versions,
  };
};
