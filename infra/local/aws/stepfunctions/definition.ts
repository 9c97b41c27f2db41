import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { ServiceError } from '../json-service.ts';

/** The members of a state that the local world looks at itself. */
export interface State {
  Type: string;
  Resource?: string;
  Parameters?: unknown;
  TimeoutSeconds?: number;
  HeartbeatSeconds?: number;
  Seconds?: number;
  Retry?: { IntervalSeconds?: number; BackoffRate?: number; MaxDelaySeconds?: number }[];
  Catch?: { ErrorEquals: string[] }[];
  Branches?: Definition[];
  Iterator?: Definition;
  ItemProcessor?: Definition;
}
export interface Definition {
  States: Record<string, State>;
  TimeoutSeconds?: number;
  QueryLanguage?: string;
}

/** Every state of a machine by its name, nested ones too; names are unique within a machine. */
export const statesOf = ({ States }: Definition): Map<string, State> =>
  new Map(
    Object.entries(States).flatMap(([name, state]) => {
      const nested = [
        ...(state.Branches ?? []),
        ...[state.Iterator, state.ItemProcessor].filter((inner) => inner !== undefined),
      ];
      return [[name, state] as const, ...nested.flatMap((inner) => [...statesOf(inner)])];
    }),
  );

const onlyInTasks = /\$\$\.(Task\.Token|State\.)/;

/**
 * Reads a definition, and refuses what AWS would refuse or the local world cannot run.
 * @throws ServiceError InvalidDefinition
 */
export const readDefinition = (text: string): Definition => {
  const refuse = (problem: string): never => {
    throw new ServiceError('InvalidDefinition', `Invalid State Machine Definition: ${problem}`);
  };
  let definition: Definition;
  try {
    definition = JSON.parse(text);
    new StateMachine(definition as unknown as StateMachineDefinition, { validationOptions: { checkArn: false } });
  } catch (error) {
    return refuse((error as Error).message);
  }
  for (const [name, state] of statesOf(definition))
    if (
      state.Type !== 'Task' &&
      onlyInTasks.test(JSON.stringify({ ...state, Branches: 0, Iterator: 0, ItemProcessor: 0 }))
    )
      refuse(`the local world knows the context object's Task and State only in Task states, not in ${name}`);
  return definition;
};
