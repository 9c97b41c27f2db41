import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  ResourceNotFound,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionInput } from '#runbooks/sdk/wire.ts';
import type { ExecutionStatus, Run } from '../core/execution.ts';

/** What a start needs to know. */
export interface Start {
  runbook: string;
  digest: string;
  execution: string;
  input: ExecutionInput;
}

/** One digest of a runbook as a machine. */
export interface MachineVersion {
  runbook: string;
  digest: string;
  /** Amazon States Language, with the region's ARNs in it. */
  definition: string;
  roleArn: string;
}

/** No machine stands behind the digest. */
export class NotPublishedError extends Error {
  override name = 'NotPublishedError';
  readonly code = 'not-published';
}

const statuses: Record<string, ExecutionStatus> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
  ABORTED: 'aborted',
};

/** Step Functions’ word for how an execution stands, as ours; every word that is no end is `running`. */
export const statusOf = (word: string | undefined): ExecutionStatus => statuses[word ?? ''] ?? 'running';

/** Verbs on runs that know their own ARN or token, for functions that start none. */
export const runs = (client: SFNClient) => ({
  /** Undefined when there is none of that name. */
  describeRun: async (executionArn: string): Promise<Run | undefined> => {
    try {
      const run = await client.send(new DescribeExecutionCommand({ executionArn }));
      return {
        status: statusOf(run.status),
        ...(run.output !== undefined && { output: run.output }),
        ...(run.error !== undefined && { error: run.error }),
        ...(run.cause !== undefined && { cause: run.cause }),
        ...(run.stopDate && { endedAt: run.stopDate.toISOString() }),
      };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  },

  /** Answers a waiting task. False when nobody waits for it any more: answered before, timed out, or the run has ended. */
  succeed: async (taskToken: string, output: object): Promise<boolean> => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
      return true;
    } catch (error) {
      if (error instanceof TaskDoesNotExist || error instanceof TaskTimedOut || error instanceof InvalidToken)
        return false;
      throw error;
    }
  },
});

/**
 * The region's state machines: one a runbook, one immutable version a digest, an alias named by the digest.
 * @param prefix ARN of the machines up to the runbook's name.
 */
export const machines = (client: SFNClient, prefix: string) => {
  const machineArn = (runbook: string) => `${prefix}${runbook}`;
  const aliasArn = (runbook: string, digest: string) => `${prefix}${runbook}:${digest}`;
  const executionArn = (runbook: string, execution: string) =>
    `${prefix.replace(':stateMachine:', ':execution:')}${runbook}:${execution}`;
  const of = runs(client);

  const versionBehind = async (runbook: string, digest: string): Promise<string | undefined> => {
    try {
      const alias = await client.send(
        new DescribeStateMachineAliasCommand({ stateMachineAliasArn: aliasArn(runbook, digest) }),
      );
      return alias.routingConfiguration?.[0]?.stateMachineVersionArn;
    } catch (error) {
      if (error instanceof ResourceNotFound || error instanceof StateMachineDoesNotExist) return undefined;
      throw error;
    }
  };

  /** Definition and version in one call, so that two publishers cannot give each other's definition their digest. */
  const newVersion = async ({ runbook, digest, definition, roleArn }: MachineVersion): Promise<string> => {
    const version = { definition, roleArn, publish: true, versionDescription: digest };
    try {
      const updated = await client.send(
        new UpdateStateMachineCommand({ stateMachineArn: machineArn(runbook), ...version }),
      );
      return updated.stateMachineVersionArn!;
    } catch (error) {
      if (!(error instanceof StateMachineDoesNotExist)) throw error;
    }
    const name = machineArn(runbook).split(':').at(-1)!;
    const created = await client.send(new CreateStateMachineCommand({ name, type: 'STANDARD', ...version }));
    return created.stateMachineVersionArn!;
  };

  return {
    ...of,

    /**
     * Starts an execution; one of that name that runs or has ended is success too.
     * @throws NotPublishedError when the digest has no machine in this region.
     */
    start: async ({ runbook, digest, execution, input }: Start): Promise<void> => {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: aliasArn(runbook, digest),
            name: execution,
            input: JSON.stringify(input),
          }),
        );
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return;
        if (!(error instanceof StateMachineDoesNotExist || error instanceof ResourceNotFound)) throw error;
        throw new NotPublishedError(
          `Runbook ${runbook} has no machine for the version ${digest} in this region. Publish it here, then release it.`,
        );
      }
    },

    describe: (runbook: string, execution: string): Promise<Run | undefined> =>
      of.describeRun(executionArn(runbook, execution)),

    /** Ends an execution as aborted; one that has ended stays as it is. */
    stop: async (runbook: string, execution: string, cause: string): Promise<void> => {
      await client.send(
        new StopExecutionCommand({
          executionArn: executionArn(runbook, execution),
          error: 'StoppedError',
          cause: cause.slice(0, 1_000),
        }),
      );
    },

    /**
     * Makes the machine, its version and the alias named by the digest, as far as they are not there yet.
     * @returns the version's ARN.
     */
    publish: async (version: MachineVersion): Promise<string> => {
      const there = await versionBehind(version.runbook, version.digest);
      if (there) return there;
      const versionArn = await newVersion(version);
      await client.send(
        new CreateStateMachineAliasCommand({
          name: version.digest,
          routingConfiguration: [{ stateMachineVersionArn: versionArn, weight: 100 }],
        }),
      );
      return versionArn;
    },
  };
};

/** The verbs of the machines; pipes pick those that they need. */
export type Machines = ReturnType<typeof machines>;
