import aslValidator from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Resolved, resolved } from './resolve.ts';
import { ownTemplates } from './synthesize.ts';

describe('the machine of every runbook', () => {
  let machines: Resolved[];
  beforeAll(async () => {
    machines = resolved(await ownTemplates(), 'wolfe-dev-engine-eu-west-1').filter(
      ({ Type }) => Type === 'AWS::StepFunctions::StateMachine',
    );
  });
  const definition = ({ Properties }: Resolved): string => {
    const { DefinitionString, DefinitionSubstitutions } = Properties as {
      DefinitionString: string;
      DefinitionSubstitutions: Record<string, string>;
    };
    return DefinitionString.replaceAll(/\$\{(\w+)\}/g, (_, key: string) => DefinitionSubstitutions[key] ?? `(${key}?)`);
  };

  it('is valid Amazon States Language with the ARNs that CloudFormation puts into it', () => {
    expect(machines.length).toBeGreaterThan(1);
    for (const machine of machines) {
      const { isValid, errorsText } = aslValidator(JSON.parse(definition(machine)), {
        checkArn: true,
        checkPaths: true,
      });
      expect(isValid, errorsText('\n')).toBe(true);
    }
  });

  it('calls its own runner and the approvals, and nothing else', () => {
    for (const machine of machines) {
      const name = machine.Properties.StateMachineName as string;
      const runbook = name.replace('wolfe-dev-', '');
      const called = new Set(definition(machine).match(/(?<=:function:)[\w-]+/g));
      called.delete('wolfe-dev-approvals');
      expect([...called]).toEqual([`wolfe-dev-runner-${runbook}`]);
    }
  });
});
