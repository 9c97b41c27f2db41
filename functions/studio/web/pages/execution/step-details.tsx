import { ExpandableSection, SpaceBetween } from '@cloudscape-design/components';
import type { ReactNode } from 'react';
import type { StepView } from '../../../contract.ts';
import type { Execution } from '../../api/nouns.ts';
import { Moment } from '../../show/moment.tsx';
import { Text, Value } from '../../show/value.tsx';

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <h3 className="faint">{title}</h3>
    {children}
  </div>
);

interface Props {
  step: StepView;
  /** The steps before it: what they found is its input. */
  before: StepView[];
  params: Execution['params'];
}

/** What a step was given, what it found, and what it said on the way. */
export const StepDetails = ({ step, before, params }: Props) => {
  const found = Object.fromEntries(
    before.filter(({ value }) => value !== undefined).map(({ step: name, value }) => [name, value]),
  );
  return (
    <ExpandableSection
      headerText={<span className="details">Input, output and console</span>}
      headerAriaLabel={`Input, output and console of ${step.step}`}
      variant="inline"
      defaultExpanded={step.status === 'failed'}
    >
      <SpaceBetween size="s">
        {step.error && (
          <Part title="Error">
            <Text text={`${step.error.name}: ${step.error.cause}`} />
          </Part>
        )}
        <Part title="Output">
          <Value value={step.value} />
        </Part>
        <Part title="Console">
          {step.console ? <Text text={step.console} /> : <span className="faint">It wrote nothing.</span>}
        </Part>
        <Part title="Input: the parameters, and what the steps before it found">
          <Value value={{ params: params ?? {}, ...found }} />
        </Part>
        <span className="faint">
          Began {step.at && <Moment at={step.at} />}, {step.tries === 1 ? 'one try' : `${step.tries} tries`}.
        </span>
      </SpaceBetween>
    </ExpandableSection>
  );
};
