import { StatusIndicator, type StatusIndicatorProps } from '@cloudscape-design/components';
import type { StepView } from '../../../contract.ts';
import type { Execution } from '../../api/nouns.ts';
import { Took } from '../../show/moment.tsx';
import { useNow } from '../../show/now.ts';
import { StepDetails } from './step-details.tsx';

const marks: Record<StepView['status'], StatusIndicatorProps.Type> = {
  'not begun': 'pending',
  running: 'in-progress',
  succeeded: 'success',
  failed: 'error',
};

/** When in the run a step was at work, as a bar. */
const Lane = ({ step, execution }: { step: StepView; execution: Execution }) => {
  const now = useNow();
  if (!step.at) return <span />;
  const start = Date.parse(execution.startedAt);
  const whole = Math.max(1, (execution.endedAt ? Date.parse(execution.endedAt) : now) - start);
  const share = (ms: number) => Math.min(100, Math.max(0, (ms / whole) * 100));
  const from = share(Date.parse(step.at) - start);
  const to = share((step.endedAt ? Date.parse(step.endedAt) : now) - start);
  return (
    <span className="lane" aria-hidden="true">
      <span
        className={step.status === 'failed' ? 'failed' : undefined}
        style={{ left: `min(${from}%, calc(100% - 3px))`, width: `${Math.max(0, to - from)}%` }}
      />
    </span>
  );
};

/** What a step says about itself in two words: a step that asked whether something is so, and it is not, has not failed. */
const answer = ({ status, holds }: StepView): string =>
  status === 'succeeded' && holds !== undefined ? (holds ? 'yes' : 'no') : status;

interface Props {
  execution: Execution;
  steps: StepView[];
  /** Steps that wait for people. */
  asked: ReadonlySet<string>;
}

/** The steps of a run in their order, with how long each took and what it found. */
export const Timeline = ({ execution, steps, asked }: Props) => {
  const isOver = execution.status !== 'running';
  return (
    <ol className="timeline" aria-label="Steps">
      {steps.map((step, index) => {
        const status = asked.has(step.step)
          ? 'waits for people'
          : step.status === 'not begun' && isOver
            ? 'not reached'
            : answer(step);
        return (
          <li key={step.step}>
            <span className="timeline-mark">
              <StatusIndicator
                type={step.status === 'not begun' && isOver ? 'stopped' : marks[step.status]}
                iconAriaLabel={status}
              >
                {''}
              </StatusIndicator>
            </span>
            <div className="timeline-head">
              <span>
                <span className="timeline-name">{step.step}</span> <span className="faint">{status}</span>
              </span>
              <span className="faint">{step.kind}</span>
              <Lane step={step} execution={execution} />
              <span className="number">{step.at && <Took from={step.at} to={step.endedAt} />}</span>
            </div>
            {step.at && <StepDetails step={step} before={steps.slice(0, index)} params={execution.params} />}
          </li>
        );
      })}
    </ol>
  );
};
