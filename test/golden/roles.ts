import { type Resolved, resolved } from './resolve.ts';
import type { Template } from './synthesize.ts';

/** What one role may do: every action and resource of it, in pairs of lists as IAM has them. */
export interface RoleView {
  /** Name of the function or machine that has it; the role's own id where that is neither. */
  of: string;
  statements: { actions: string[]; resources: string[] }[];
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);
interface Document {
  Statement: { Effect: string; Action: unknown; Resource: unknown }[];
}
const statementsIn = ({ Statement }: Document): RoleView['statements'] =>
  Statement.map(({ Action, Resource }) => ({ actions: list(Action), resources: list(Resource) }));

/** All roles of a stack, with inline and attached policies. */
export const rolesOf = (templates: Record<string, Template>, stack: string): RoleView[] => {
  const resources = resolved(templates, stack);
  const ofType = (type: string): Resolved[] => resources.filter(({ Type }) => Type === type);
  const roleArn = (role: Resolved): string[] => [
    `<${role.id}.Arn>`,
    `arn:aws:iam::000000000000:role/${(role.Properties.RoleName as string | undefined) ?? role.id}`,
  ];
  const holders = [...ofType('AWS::Lambda::Function'), ...ofType('AWS::StepFunctions::StateMachine')].map(
    ({ id, Properties }) => ({
      name: String(Properties.FunctionName ?? Properties.StateMachineName ?? id),
      role: String(Properties.Role ?? Properties.RoleArn),
    }),
  );
  return ofType('AWS::IAM::Role').map((role) => {
    const inline = ((role.Properties.Policies ?? []) as { PolicyDocument: Document }[]).flatMap(({ PolicyDocument }) =>
      statementsIn(PolicyDocument),
    );
    const attached = ofType('AWS::IAM::Policy')
      .filter(({ Properties }) => (Properties.Roles as string[]).includes(role.id))
      .flatMap(({ Properties }) => statementsIn(Properties.PolicyDocument as Document));
    const holder = holders.find((one) => roleArn(role).includes(one.role));
    return { of: holder?.name ?? role.id, statements: [...inline, ...attached] };
  });
};

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);

/** Whether the role allows the action on the resource. Roles here have no conditions and no denials. */
export const allows = ({ statements }: RoleView, action: string, resource: string): boolean =>
  statements.some(
    ({ actions, resources }) =>
      actions.some((one) => matches(one, action)) && resources.some((one) => matches(one, resource)),
  );
