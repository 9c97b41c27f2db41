import type { Server } from 'node:http';
import { jsonService, type Operation } from '../json-service.ts';
import type { Execution, Executions } from './executions.ts';
import { historyOf } from './history.ts';
import type { Machines } from './machines.ts';
import type { TaskTokens } from './tokens.ts';

const seconds = (milliseconds: number): number => milliseconds / 1000;

const summary = ({ begin, end }: Execution) => ({
  executionArn: begin.arn,
  stateMachineArn: begin.machineArn,
  stateMachineVersionArn: begin.versionArn,
  stateMachineAliasArn: begin.aliasArn,
  name: begin.name,
  status: end?.status ?? 'RUNNING',
  startDate: seconds(begin.at),
  stopDate: end && seconds(end.at),
  redriveCount: 0,
});

const machineOperations = (machines: Machines): Record<string, Operation> => ({
  CreateStateMachine({ name, definition, roleArn, publish, versionDescription }) {
    const machine = machines.create(name, definition, roleArn);
    return {
      stateMachineArn: machine.arn,
      creationDate: seconds(machine.createdAt),
      ...(publish ? { stateMachineVersionArn: machines.publish(machine.arn, undefined, versionDescription).arn } : {}),
    };
  },
  UpdateStateMachine({ stateMachineArn, definition, roleArn, publish, versionDescription }) {
    const { revision } = machines.update(stateMachineArn, definition, roleArn);
    return {
      updateDate: seconds(revision.at),
      revisionId: revision.id,
      ...(publish
        ? { stateMachineVersionArn: machines.publish(stateMachineArn, undefined, versionDescription).arn }
        : {}),
    };
  },
  DescribeStateMachine({ stateMachineArn }) {
    const { machine } = machines.parse(stateMachineArn);
    const { definition } = machines.startable(stateMachineArn, '');
    return {
      stateMachineArn,
      name: machine.name,
      status: 'ACTIVE',
      type: 'STANDARD',
      definition,
      roleArn: machine.revision.roleArn,
      revisionId: machine.revision.id,
      creationDate: seconds(machine.createdAt),
    };
  },
  ListStateMachines() {
    return {
      stateMachines: machines.list().map(({ arn, name, createdAt }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD',
        creationDate: seconds(createdAt),
      })),
    };
  },
  PublishStateMachineVersion({ stateMachineArn, revisionId, description }) {
    const { arn, version } = machines.publish(stateMachineArn, revisionId, description);
    return { stateMachineVersionArn: arn, creationDate: seconds(version.at) };
  },
  ListStateMachineVersions({ stateMachineArn }) {
    const { machine } = machines.parse(stateMachineArn);
    const newestFirst = machine.versions.toReversed();
    return {
      stateMachineVersions: newestFirst.map(({ number, at }) => ({
        stateMachineVersionArn: `${machine.arn}:${number}`,
        creationDate: seconds(at),
      })),
    };
  },
  DeleteStateMachineVersion({ stateMachineVersionArn }) {
    machines.deleteVersion(stateMachineVersionArn);
    return {};
  },
  CreateStateMachineAlias({ name, routingConfiguration, description }) {
    const { arn, alias } = machines.createAlias(name, routingConfiguration, description);
    return { stateMachineAliasArn: arn, creationDate: seconds(alias.createdAt) };
  },
  UpdateStateMachineAlias({ stateMachineAliasArn, routingConfiguration, description }) {
    const alias = machines.updateAlias(stateMachineAliasArn, routingConfiguration, description);
    return { updateDate: seconds(alias.updatedAt) };
  },
  DescribeStateMachineAlias({ stateMachineAliasArn }) {
    const { alias } = machines.alias(stateMachineAliasArn);
    return {
      stateMachineAliasArn,
      name: alias.name,
      description: alias.description,
      routingConfiguration: alias.routing,
      creationDate: seconds(alias.createdAt),
      updateDate: seconds(alias.updatedAt),
    };
  },
  DeleteStateMachineAlias({ stateMachineAliasArn }) {
    machines.deleteAlias(stateMachineAliasArn);
    return {};
  },
  ListStateMachineAliases({ stateMachineArn }) {
    const { machine } = machines.parse(stateMachineArn);
    return {
      stateMachineAliases: machine.aliases.map(({ name, createdAt }) => ({
        stateMachineAliasArn: `${machine.arn}:${name}`,
        creationDate: seconds(createdAt),
      })),
    };
  },
});

const executionOperations = (machines: Machines, executions: Executions): Record<string, Operation> => ({
  StartExecution({ stateMachineArn, name, input }) {
    const begin = executions.start(stateMachineArn, name, input);
    return { executionArn: begin.arn, startDate: seconds(begin.at) };
  },
  DescribeExecution({ executionArn }) {
    const execution = executions.get(executionArn);
    const { begin, end } = execution;
    return {
      ...summary(execution),
      input: begin.input,
      inputDetails: { included: true },
      output: end?.output,
      error: end?.error,
      cause: end?.cause,
    };
  },
  StopExecution({ executionArn, error, cause }) {
    return { stopDate: seconds(executions.stop(executionArn, error, cause).at) };
  },
  ListExecutions({ stateMachineArn, statusFilter, maxResults }) {
    const { machine } = machines.parse(stateMachineArn);
    return {
      executions: executions
        .list(machine.name, statusFilter)
        .slice(0, maxResults || 1000)
        .map(summary),
    };
  },
  GetExecutionHistory({ executionArn, reverseOrder, maxResults }) {
    const events = historyOf(executions.get(executionArn));
    return { events: (reverseOrder ? events.reverse() : events).slice(0, maxResults || 1000) };
  },
});

/** Step Functions over the wire, as far as Wolfe uses it; one page holds every answer. */
export const stepFunctionsApi = (machines: Machines, executions: Executions, tokens: TaskTokens): Server =>
  jsonService({ ...machineOperations(machines), ...executionOperations(machines, executions), ...tokens.operations });
